# SPDX-License-Identifier: Apache-2.0
"""Reading the documents people bring: their text, their title and a safe way to show them."""
