package scalebook.cloning.dns;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Asks for its clients, and remembers what it was told for as long as it was told. */
public final class CachingResolver {
  private final Upstream upstream;
  private final Keeping keeping;
  private final boolean keepsNo;
  private final LongSupplier seconds;
  private final Map<String, Known> cache = new HashMap<>();
  private long queries;

  /** Asks the server. */
  @FunctionalInterface
  public interface Upstream {
    Answer ask(String name) throws IOException;
  }

  /** Addresses, none for a name that is not there; seconds for which that may be remembered. */
  public record Answer(List<String> addresses, long ttl) {}

  /** For how long an answer is remembered. */
  public enum Keeping {
    NOT,
    BY_TTL,
    FOR_EVER
  }

  private record Known(List<String> addresses, long until) {}

  /**
   * A resolver that knows nothing.
   *
   * @param keepsNo whether it remembers names that are not there, too
   */
  public CachingResolver(
      Upstream upstream, Keeping keeping, boolean keepsNo, LongSupplier seconds) {
    this.upstream = upstream;
    this.keeping = keeping;
    this.keepsNo = keepsNo;
    this.seconds = seconds;
  }

  /** None: there is no such name. */
  public List<String> lookup(String name) throws IOException {
    Known known = cache.get(name);
    if (known != null && seconds.getAsLong() < known.until) {
      return known.addresses;
    }
    queries++;
    Answer answer = upstream.ask(name);
    cache.put(name, new Known(answer.addresses, until(answer)));
    return answer.addresses;
  }

  private long until(Answer answer) {
    boolean no = answer.addresses.isEmpty();
    if (keeping == Keeping.NOT || no && !keepsNo) {
      return Long.MIN_VALUE;
    }
    return keeping == Keeping.FOR_EVER && !no ? Long.MAX_VALUE : seconds.getAsLong() + answer.ttl;
  }

  /** Questions that went to the server. */
  public long queries() {
    return queries;
  }
}
