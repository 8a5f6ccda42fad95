"""Certificates for mail servers on loopback, made when a test needs them."""

import shutil
import ssl
import subprocess
from pathlib import Path

import pytest


def server_context(folder: Path, name: str = "IP:127.0.0.1") -> tuple[ssl.SSLContext, Path]:
    """TLS of a server of that name, and the file with the certificate that signs for it."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl found: install it to test mail over TLS")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    command = [openssl, "req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=mail.test"]
    command += ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    command += ["-addext", f"subjectAltName={name}", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context, certificate
