# SPDX-License-Identifier: Apache-2.0
"""The window: pages, dialogs and models that ask the services and listen to events."""
