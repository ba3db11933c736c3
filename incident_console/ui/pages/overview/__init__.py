# SPDX-License-Identifier: Apache-2.0
"""The tiles of the overview."""
