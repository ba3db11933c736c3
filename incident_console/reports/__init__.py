# SPDX-License-Identifier: Apache-2.0
"""Documents made from plain data: the status report and what an inquiry asks for."""
