# SPDX-License-Identifier: Apache-2.0
"""The bytes of every kind of file in a folder: made, and read from anyone without trust."""
