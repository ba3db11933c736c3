# SPDX-License-Identifier: Apache-2.0
"""The pages of the window, one for each entry of the rail."""
