package scalebook.replication.stage;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import scalebook.engines.http.Answer;
import scalebook.engines.http.Call;
import scalebook.lab.Lab;
import scalebook.lab.control.Verbs;
import scalebook.replication.node.Refused;

/** The three nodes of 4.8 for a playground: all of them answer by the same choice. */
final class Chosen implements AutoCloseable {
  private static final int MOST_KEYS = 1_000;

  private final Mode mode;
  private final Stores stores;
  private final Set<String> keys = ConcurrentHashMap.newKeySet();
  private final Map<String, String> states = new ConcurrentSkipListMap<>();
  private final Map<String, Set<String>> cuts = new ConcurrentHashMap<>();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();

  /** How it went, as in {@link Operations.Done}; several values were written at once. */
  record Done(String outcome, List<String> seen, String node, String why) {
    @Override
    public String toString() {
      return "%s: %s %s".formatted(node, outcome, why.isEmpty() ? seen : why);
    }
  }

  /**
   * A node, and what clients cannot see of it.
   *
   * @param hints kept for nodes that it cannot reach; -1 when it does not say
   */
  record Node(String name, String state, Set<String> cutFrom, int hints) {}

  /**
   * All of it.
   *
   * @param differ keys whose copies are not the same now; -1 when a node does not say
   */
  record State(String mode, List<Node> nodes, int keys, int differ, long answered, long refused) {
    @Override
    public String toString() {
      return nodes.stream()
              .map(
                  n ->
                      "  %s %-7s cut from %-10s hints %d%n"
                          .formatted(n.name, n.state, n.cutFrom, n.hints))
              .collect(Collectors.joining())
          + "  mode %s (%s): %d answered, %d refused; of %d keys %d differ"
              .formatted(mode, Mode.valueOf(mode).does(), answered, refused, keys, differ);
    }
  }

  /** Names a verb, as a playground does. */
  interface Declaring {
    void verb(String example, String does, Verbs.Verb verb);
  }

  Chosen(Lab lab, Mode mode) throws InterruptedException {
    this.mode = mode;
    stores = new Stores(lab);
    Stores.NAMES.forEach(this::mended);
  }

  private void mended(String node) {
    states.put(node, "up");
    cuts.put(node, ConcurrentHashMap.newKeySet());
  }

  void declare(Declaring verbs, Declaring operations) {
    verbs.verb("isolate n3", "only clients reach it", w -> isolate(known(w.get(0))));
    verbs.verb("cut n1 n2", "neither hears the other", w -> cut(known(w.get(0)), known(w.get(1))));
    verbs.verb("heal", "all links are whole", w -> heal());
    verbs.verb("delay 200", "all they say to each other comes so many ms later", this::delay);
    verbs.verb("pause n1", "it hangs", w -> pause(known(w.get(0))));
    verbs.verb("resume n1", "it goes on", w -> resume(known(w.get(0))));
    operations.verb("read n1 x", "a register, at this node", w -> read(w.get(0), w.get(1)));
    operations.verb(
        "write n1 x 5", "a register, at this node", w -> write(w.get(0), w.get(1), w.get(2)));
    operations.verb(
        "copy n1 x", "what this copy has", w -> stores.copy(known(w.get(0)), w.get(1)).values());
  }

  private static String known(String name) {
    if (!Stores.NAMES.contains(name)) {
      throw new IllegalArgumentException("there is no " + name);
    }
    return name;
  }

  private String isolate(String node) {
    Stores.NAMES.stream().filter(other -> !other.equals(node)).forEach(other -> cut(node, other));
    return node + " is seen by clients only";
  }

  private String cut(String one, String other) {
    if (one.equals(other)) {
      throw new IllegalArgumentException("two nodes");
    }
    stores.cut(one, other);
    cuts.get(one).add(other);
    cuts.get(other).add(one);
    return one + " and " + other + " do not hear each other";
  }

  private String heal() {
    stores.heal();
    cuts.values().forEach(Set::clear);
    return "all links are whole";
  }

  private String delay(List<String> words) {
    Duration delay = Duration.ofMillis(Integer.parseInt(words.get(0)));
    stores.delay(delay);
    return "all they say comes %d ms later".formatted(delay.toMillis());
  }

  private String pause(String node) {
    stores.process(node).pause();
    states.put(node, "paused");
    return node + " hangs";
  }

  private String resume(String node) {
    stores.process(node).resume();
    states.put(node, "up");
    return node + " goes on";
  }

  private interface Asking {
    List<String> run() throws IOException;
  }

  private Done done(String node, String key, Asking asking) {
    if (!key.matches("[\\w-]{1,40}") || keys.size() >= MOST_KEYS && !keys.contains(key)) {
      throw new IllegalArgumentException("a key is a short word, and there are " + MOST_KEYS);
    }
    keys.add(key);
    try {
      List<String> seen = asking.run();
      answered.incrementAndGet();
      return new Done("ok", seen, node, "");
    } catch (Refused no) {
      refused.incrementAndGet();
      return new Done("refused", List.of(), node, no.getMessage());
    } catch (IOException nobodyKnows) {
      return new Done("unknown", List.of(), node, String.valueOf(nobodyKnows.getMessage()));
    }
  }

  Done read(String node, String key) {
    return done(node, key, () -> stores.front(known(node)).read(key, mode.choice()).values());
  }

  Done write(String node, String key, String value) {
    if (!value.matches("[\\w.-]{1,100}")) {
      throw new IllegalArgumentException("a value is a short word");
    }
    return done(
        node,
        key,
        () -> {
          stores.front(known(node)).write(key, value, mode.choice());
          return List.of();
        });
  }

  State state() {
    List<Node> nodes =
        Stores.NAMES.stream()
            .map(n -> new Node(n, states.get(n), Set.copyOf(cuts.get(n)), hints(n)))
            .toList();
    return new State(mode.name(), nodes, keys.size(), differ(), answered.get(), refused.get());
  }

  private int hints(String node) {
    try {
      return isPaused(node) ? -1 : stores.front(node).hints();
    } catch (IOException silent) {
      return -1;
    }
  }

  private boolean isPaused(String node) {
    return states.get(node).equals("paused");
  }

  private int differ() {
    int differ = 0;
    try {
      for (String key : Stores.NAMES.stream().anyMatch(this::isPaused) ? Set.<String>of() : keys) {
        differ += stores.same(key) ? 0 : 1;
      }
      return differ;
    } catch (IOException silent) {
      return -1;
    }
  }

  /** {@code GET /n1/x}; {@code POST /n1/x} with {@code value=5}. */
  Answer register(Call call) {
    List<String> words = call.words();
    if (!call.path().matches("/n\\d/[\\w-]+")) {
      return Answer.text(404, "try /n1/x, or post value=5 to it");
    }
    try {
      String value = call.form().getOrDefault("value", "");
      Done done =
          call.is("POST")
              ? write(words.get(0), words.get(1), value)
              : read(words.get(0), words.get(1));
      return switch (done.outcome) {
        case "ok" -> Answer.ok(call.is("POST") ? "written" : String.join("\n", done.seen));
        case "refused" -> Answer.text(503, "refused: " + done.why);
        default -> Answer.text(504, "nobody knows: " + done.why);
      };
    } catch (IllegalArgumentException wrong) {
      return Answer.text(400, wrong.getMessage());
    }
  }

  @Override
  public void close() {
    stores.close();
  }
}
