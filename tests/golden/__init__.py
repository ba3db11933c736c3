# SPDX-License-Identifier: Apache-2.0
"""Samples of every format that was ever written; they are read for ever."""
