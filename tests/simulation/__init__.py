# SPDX-License-Identifier: Apache-2.0
"""A world in small: laptops, folders and all that goes wrong with them, the same each time for the same seed."""
