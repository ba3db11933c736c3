# SPDX-License-Identifier: Apache-2.0
"""Endlessly many damaged inputs for everything that reads bytes which others can write."""
