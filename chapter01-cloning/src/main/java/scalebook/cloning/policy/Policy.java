package scalebook.cloning.policy;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Chooses the clone for a request. Called by all event loops at once, so it must be safe. */
@FunctionalInterface
public interface Policy {
  /** One of the candidates, of which there is at least one; {@code client} sends the request. */
  Backend pick(Backend[] candidates, String client);

  /** For a policy that also reads the request, or marks its answer; the others need the client. */
  default Backend pick(Backend[] candidates, Request request) {
    return pick(candidates, request.client());
  }

  /** Those that may get this request at all. */
  default Backend[] eligible(Backend[] candidates, Request request) {
    return candidates;
  }

  /** Clients belong to a clone that knows them: a clone that is back after it was sick gets all. */
  default boolean keepsClients() {
    return false;
  }

  /** What a policy may know of a request, and add to its answer. */
  interface Request {
    /** The client's address. */
    String client();

    /** What it asks for, with its query. */
    default String path() {
      return "/";
    }

    /** All values of a header of the request. */
    List<String> header(String name);

    /** Adds a header to the answer; of several picks for one request the last one counts. */
    void mark(String name, String value);
  }

  /** What a policy sees of a clone: requests under way, and how long its answers take. */
  record Sight(ToIntFunction<Backend> load, ToDoubleFunction<Backend> latency) {
    public static final Sight FULL = new Sight(Backend::inFlight, Backend::latencyNanos);

    /** As this, but all clones look equally busy. */
    public Sight withoutLoad() {
      return new Sight(clone -> 0, latency);
    }

    /** As this, but all clones look equally fast. */
    public Sight withoutLatency() {
      return new Sight(load, clone -> 1);
    }
  }

  /** The policies by the names that a reader types. */
  enum Kind {
    ROUND_ROBIN,
    WEIGHTED,
    LEAST_CONNECTIONS,
    WEIGHTED_LEAST_CONNECTIONS,
    RANDOM,
    TWO_CHOICES,
    EWMA,
    ADDRESS_HASH;

    /** With a generator for each thread: one for all would be a queue before every pick. */
    public Policy create() {
      return create(() -> ThreadLocalRandom.current().nextLong());
    }

    /** {@code random} must be safe for all threads that pick. */
    public Policy create(RandomGenerator random) {
      return create(random, Sight.FULL);
    }

    public Policy create(RandomGenerator random, Sight sight) {
      return switch (this) {
        case ROUND_ROBIN -> new RoundRobin();
        case WEIGHTED -> new SmoothWeighted();
        case LEAST_CONNECTIONS -> new LeastConnections(sight.load());
        case WEIGHTED_LEAST_CONNECTIONS -> new WeightedLeastConnections();
        case RANDOM -> new RandomChoice(random);
        case TWO_CHOICES -> TwoChoices.byLoad(random, sight);
        case EWMA -> TwoChoices.byLatency(random, sight);
        case ADDRESS_HASH -> new AddressHash();
      };
    }

    public static Kind named(String name) {
      for (Kind kind : values()) {
        if (kind.toString().equals(name)) {
          return kind;
        }
      }
      String all = Stream.of(values()).map(Kind::toString).collect(Collectors.joining(", "));
      throw new IllegalArgumentException("no policy '%s'; there are %s".formatted(name, all));
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
