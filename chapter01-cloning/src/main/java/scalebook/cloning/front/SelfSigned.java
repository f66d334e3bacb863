package scalebook.cloning.front;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A key and a certificate for {@code localhost} and 127.0.0.1, made at start and valid for a day.
 * Nobody else vouches for it: a client must know it, as with {@code curl --cacert}.
 */
public record SelfSigned(KeyPair keys, X509Certificate certificate) {
  private static final Duration VALID = Duration.ofDays(1);
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  /** ecdsa-with-SHA256; an own AlgorithmIdentifier. */
  private static final byte[] ALGORITHM = hex("300a06082a8648ce3d040302");

  /** One name: CN=localhost. */
  private static final byte[] NAME = hex("3014311230100603550403" + "0c096c6f63616c686f7374");

  /** The names it is good for: DNS localhost and IP 127.0.0.1. */
  private static final byte[] ALSO_NAMED =
      hex("a31e301c301a0603551d1104133011" + "82096c6f63616c686f7374" + "87047f000001");

  public static SelfSigned create() throws GeneralSecurityException, IOException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair keys = generator.generateKeyPair();
    byte[] content = content(keys);
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(keys.getPrivate());
    signature.update(content);
    byte[] whole = der(0x30, content, ALGORITHM, der(0x03, new byte[1], signature.sign()));
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    return new SelfSigned(
        keys, (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(whole)));
  }

  private static byte[] content(KeyPair keys) throws IOException {
    Instant from = Instant.now().minusSeconds(60);
    return der(
        0x30,
        hex("a003020102"), // version 3
        der(0x02, new BigInteger(64, new SecureRandom()).add(BigInteger.ONE).toByteArray()),
        ALGORITHM,
        NAME,
        der(0x30, time(from), time(from.plus(VALID))),
        NAME,
        keys.getPublic().getEncoded(),
        ALSO_NAMED);
  }

  private static byte[] time(Instant at) throws IOException {
    return der(0x17, UTC.format(at).getBytes(StandardCharsets.US_ASCII));
  }

  /** A value of ASN.1: its kind, its length, its parts. */
  private static byte[] der(int kind, byte[]... parts) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.write(part);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(kind);
    int length = content.size();
    if (length > 255) {
      all.write(0x82);
      all.write(length >> 8);
    } else if (length > 127) {
      all.write(0x81);
    }
    all.write(length);
    content.writeTo(all);
    return all.toByteArray();
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  /** For a server: TLS 1.2 and 1.3, by the JDK's own engine. */
  public SslContext server() throws IOException {
    return SslContextBuilder.forServer(keys.getPrivate(), certificate)
        .sslProvider(SslProvider.JDK)
        .protocols("TLSv1.3", "TLSv1.2")
        .build();
  }

  /** Certificate and key as other servers read them. */
  public String pem() throws GeneralSecurityException {
    return pem("CERTIFICATE", certificate.getEncoded())
        + pem("PRIVATE KEY", keys.getPrivate().getEncoded());
  }

  private static String pem(String what, byte[] bytes) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(what, text);
  }
}
