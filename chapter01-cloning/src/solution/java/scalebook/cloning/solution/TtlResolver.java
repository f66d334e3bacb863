package scalebook.cloning.solution;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import scalebook.cloning.exercise.TtlResolver.Reply;
import scalebook.cloning.exercise.TtlResolver.Server;

/** A reply's time begins with its question; turns go on from one reply to the next. */
public final class TtlResolver {
  private final Server server;
  private final long mostMillis;
  private final long staleMillis;
  private final LongSupplier clock;
  private final Map<String, Known> names = new HashMap<>();
  private final Map<String, Integer> turns = new HashMap<>();

  private record Known(List<String> addresses, long askedAt, long millis) {}

  public TtlResolver(Server server, long mostMillis, long staleMillis, LongSupplier clock) {
    this.server = server;
    this.mostMillis = mostMillis;
    this.staleMillis = staleMillis;
    this.clock = clock;
  }

  public List<String> addresses(String asWritten) throws IOException {
    String small = asWritten.toLowerCase(Locale.ROOT);
    String name = small.endsWith(".") ? small.substring(0, small.length() - 1) : small;
    List<String> addresses = new ArrayList<>(known(name).addresses());
    if (!addresses.isEmpty()) {
      int turn = turns.merge(name, 1, Integer::sum) - 1;
      Collections.rotate(addresses, -Math.floorMod(turn, addresses.size()));
    }
    return addresses;
  }

  private Known known(String name) throws IOException {
    long now = clock.getAsLong();
    Known known = names.get(name);
    long overSince = known == null ? Long.MAX_VALUE : now - known.askedAt() - known.millis();
    if (overSince < 0) {
      return known;
    }
    try {
      Reply reply = server.ask(name);
      long millis = Math.min(reply.ttlMillis(), mostMillis);
      names.put(name, new Known(List.copyOf(reply.addresses()), now, millis));
    } catch (IOException silent) {
      if (overSince >= staleMillis) {
        throw silent;
      }
    }
    return names.get(name);
  }
}
