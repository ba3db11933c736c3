# SPDX-License-Identifier: Apache-2.0
"""How fast the program is, as ratios to a limit or to a bare peer measured in the same run."""
