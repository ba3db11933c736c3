# SPDX-License-Identifier: Apache-2.0
"""What is read, on paper: laid out and painted beside the window's thread, from memory."""
