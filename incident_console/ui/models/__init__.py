# SPDX-License-Identifier: Apache-2.0
"""Rows of lists: each model holds what it shows, changes by rows, and knows every row by a lasting key."""
