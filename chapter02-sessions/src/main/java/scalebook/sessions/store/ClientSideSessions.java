package scalebook.sessions.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * In the cookie itself, sealed: no clone keeps anything, any clone serves.
 *
 * <p>The price: at most 4 KB, sent both ways with every request; of two tabs at once the later
 * cookie wins; and logging out needs a list of what counts no more.
 */
public final class ClientSideSessions implements Sessions {
  /** What a browser keeps of a cookie at the least: name, value and attributes together. */
  private static final int MOST_BYTES = 4_096;

  private static final int FOR_NAME_AND_ATTRIBUTES = 128;

  private final SealedBox box;
  private final Revocations revocations;
  private final long ttlMillis;
  private final LongSupplier clockMillis;

  public ClientSideSessions(
      KeyRing ring, Revocations revocations, long ttlMillis, LongSupplier clockMillis) {
    this.box = new SealedBox(ring);
    this.revocations = revocations;
    this.ttlMillis = ttlMillis;
    this.clockMillis = clockMillis;
  }

  /** All that the cookie says; {@code expires} is sealed with the rest, so nobody can move it. */
  private record Content(
      long expires, long since, String id, Optional<String> user, Map<String, Long> counts) {

    byte[] bytes() {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (DataOutputStream out = new DataOutputStream(bytes)) {
        out.writeLong(expires);
        out.writeLong(since);
        out.writeUTF(id);
        out.writeUTF(user.orElse(""));
        out.writeShort(counts.size());
        for (Map.Entry<String, Long> count : counts.entrySet()) {
          out.writeUTF(count.getKey());
          out.writeLong(count.getValue());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }

    static Content of(byte[] bytes) {
      try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
        long expires = in.readLong();
        long since = in.readLong();
        String id = in.readUTF();
        String user = in.readUTF();
        Map<String, Long> counts = new TreeMap<>();
        for (int left = in.readShort(); left > 0; left--) {
          counts.put(in.readUTF(), in.readLong());
        }
        return new Content(
            expires, since, id, user.isEmpty() ? Optional.empty() : Optional.of(user), counts);
      } catch (IOException e) {
        throw new UncheckedIOException("sealed by us, and not to be read", e);
      }
    }
  }

  @Override
  public Session open(Optional<String> cookie) {
    return cookie
        .flatMap(box::open)
        .map(Content::of)
        .filter(content -> content.expires > clockMillis.getAsLong())
        .filter(content -> !revoked(content))
        .map(content -> new Open(content, false))
        .orElseGet(() -> new Open(fresh(Optional.empty(), Map.of()), true));
  }

  /** Nobody needs to revoke a visitor who is not logged in: that saves the question. */
  private boolean revoked(Content content) {
    return content.user.isPresent()
        && revocations.revoked(content.id, content.user.get(), content.since);
  }

  private Content fresh(Optional<String> user, Map<String, Long> counts) {
    long now = clockMillis.getAsLong();
    return new Content(now + ttlMillis, now, Ids.next(), user, counts);
  }

  private final class Open extends Draft {
    private final Content content;
    private final boolean isNew;

    private Open(Content content, boolean isNew) {
      super(content.user, content.counts);
      this.content = content;
      this.isNew = isNew;
    }

    @Override
    public Optional<String> save() {
      long now = clockMillis.getAsLong();
      return switch (wish()) {
        case LOG_OUT -> {
          content.user.ifPresent(user -> revocations.revoke(content.id));
          yield ended();
        }
        case LOG_OUT_EVERYWHERE -> {
          content.user.ifPresent(user -> revocations.revokeAll(user, now));
          yield ended();
        }
        case LOG_IN -> {
          // The name before the log-in may be known to others, and must not name what comes after.
          content.user.ifPresent(user -> revocations.revoke(content.id));
          yield Optional.of(sealed(fresh(user(), counts())));
        }
        case KEEP -> {
          boolean halfGone = content.expires - now < ttlMillis / 2;
          if (!isNew && added().isEmpty() && !halfGone) {
            yield Optional.empty();
          }
          yield Optional.of(
              sealed(new Content(now + ttlMillis, content.since, content.id, user(), counts())));
        }
      };
    }

    private String sealed(Content to) {
      String text = box.seal(to.bytes());
      int bytes = text.length() + FOR_NAME_AND_ATTRIBUTES;
      if (bytes > MOST_BYTES) {
        throw new TooLarge(
            "the session needs a cookie of %d bytes, and browsers keep %d: keep less in it"
                .formatted(bytes, MOST_BYTES));
      }
      return text;
    }
  }
}
