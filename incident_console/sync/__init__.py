# SPDX-License-Identifier: Apache-2.0
"""Carrying sealed files between stations through any dumb folder, and checking all that arrives."""
