# SPDX-License-Identifier: Apache-2.0
"""Shared folders on real media: Samba, WebDAV, Syncthing, a full disk, a read-only one, all on this machine alone."""
