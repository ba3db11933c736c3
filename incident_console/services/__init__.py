# SPDX-License-Identifier: Apache-2.0
"""What a person can do with the program, one module for each group of tasks."""
