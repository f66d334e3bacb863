package scalebook.sessions.store;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns bytes into text that only a holder of the key can read, and that nobody else can make or
 * change: AES-GCM. Layout: version, key number, nonce, sealed bytes with their tag; version and key
 * number are under the tag, too.
 *
 * <p>A nonce is 96 random bits: with one key, seal at most about 2³² times, then change the key.
 */
public final class SealedBox {
  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int HEAD_BYTES = 2;
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

  private final KeyRing ring;
  private final boolean checksTag;

  public SealedBox(KeyRing ring) {
    this(ring, true);
  }

  /** Without a look at the tag it is encryption only: nobody reads it, anybody can change it. */
  public SealedBox(KeyRing ring, boolean checksTag) {
    this.ring = ring;
    this.checksTag = checksTag;
  }

  public String seal(byte[] plain) {
    byte[] head = {VERSION, (byte) ring.sealing()};
    byte[] nonce = Ids.random(NONCE_BYTES);
    byte[] key = ring.key(ring.sealing()).orElseThrow();
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, head, nonce).doFinal(plain);
      ByteBuffer all = ByteBuffer.allocate(HEAD_BYTES + NONCE_BYTES + sealed.length);
      return TEXT.encodeToString(all.put(head).put(nonce).put(sealed).array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  /** What was sealed; nothing for a text that we did not make, whatever it is. */
  public Optional<byte[]> open(String text) {
    byte[] all;
    try {
      all = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException noBase64) {
      return Optional.empty();
    }
    // Base64 has several texts for the same bytes: only the one that we write is ours.
    if (all.length < HEAD_BYTES + NONCE_BYTES + TAG_BITS / 8
        || all[0] != VERSION
        || !TEXT.encodeToString(all).equals(text)) {
      return Optional.empty();
    }
    return ring.key(all[1] & 0xff).flatMap(key -> open(all, key));
  }

  private Optional<byte[]> open(byte[] all, byte[] key) {
    byte[] head = Arrays.copyOf(all, HEAD_BYTES);
    byte[] nonce = Arrays.copyOfRange(all, HEAD_BYTES, HEAD_BYTES + NONCE_BYTES);
    byte[] sealed = Arrays.copyOfRange(all, HEAD_BYTES + NONCE_BYTES, all.length);
    try {
      if (!checksTag) {
        return Optional.of(unchecked(key, nonce, sealed));
      }
      return Optional.of(cipher(Cipher.DECRYPT_MODE, key, head, nonce).doFinal(sealed));
    } catch (AEADBadTagException forged) { // compared in constant time, by the JDK
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  /** GCM is this counter mode with a tag; the counter's first block is the tag's. */
  private static byte[] unchecked(byte[] key, byte[] nonce, byte[] sealed)
      throws GeneralSecurityException {
    byte[] counter = ByteBuffer.allocate(NONCE_BYTES + Integer.BYTES).put(nonce).putInt(2).array();
    Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
    cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(counter));
    return cipher.doFinal(sealed, 0, sealed.length - TAG_BITS / 8);
  }

  private static Cipher cipher(int mode, byte[] key, byte[] head, byte[] nonce)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(head);
    return cipher;
  }
}
