# SPDX-License-Identifier: Apache-2.0
"""What surrounds the pages of an unlocked workspace: rail, header, status line, and the way between them."""
