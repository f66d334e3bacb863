package scalebook.replication.stage;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import scalebook.engines.process.Tasks;
import scalebook.lab.history.History;
import scalebook.lab.history.Operation;
import scalebook.lab.history.Registers;
import scalebook.lab.history.Sessions;
import scalebook.lab.history.Violation;
import scalebook.replication.node.Refused;
import scalebook.replication.versions.Choice;

/**
 * The same cut for each choice: n3 cannot reach n1 and n2. One client stays at n3, another one
 * moves between n1 and n3. Before it, two clients at once; after it, what became of the copies.
 */
public final class Cut {
  private static final String STAYS = "stays";
  private static final String MOVES = "moves";
  private static final int BUSY = 2; // operations of each client on each key, before the cut

  private static final String NEAR = "n1";
  private static final String FAR = "n3";

  private final Stores stores;
  private final Choice choice;
  private final List<String> keys;
  private final AtomicLong values = new AtomicLong();
  private final History history = new History();
  private final Map<String, String> newest = new HashMap<>();
  private final Map<String, Set<String>> acknowledged = new HashMap<>();
  private int asked;
  private int refused;
  private int stale;

  /**
   * What was seen.
   *
   * @param stale reads in the cut that did not show the newest acknowledged write
   * @param wrongKeys whose history is not linearizable
   * @param stays whether the client that stays at its node sees what it wrote
   * @param moves whether the client that moves does
   * @param differ keys whose copies differ after the cut
   * @param lost keys of which one acknowledged write of two concurrent ones is nowhere
   */
  public record Seen(
      int asked,
      int refused,
      int stale,
      int wrongKeys,
      boolean stays,
      boolean moves,
      int differ,
      int lost,
      Optional<Violation> violation) {
    public int answered() {
      return asked - refused;
    }

    /** Three of five requests go to n3. */
    public int ofMinority() {
      return asked / 5 * 3;
    }
  }

  /**
   * @param name no two have the same: it is in the keys
   */
  public Cut(Stores stores, String name, int keys, Choice choice) {
    this.stores = stores;
    this.choice = choice;
    this.keys = IntStream.range(0, keys).mapToObj(i -> name + "-" + i).toList();
  }

  public List<String> keys() {
    return keys;
  }

  public Seen run() throws Exception {
    Thread other = Tasks.daemon("other", () -> busy(FAR, STAYS));
    other.start();
    busy(NEAR, MOVES);
    other.join();
    for (String key : keys) { // all copies have the same when the cut comes
      write(MOVES, NEAR, key, Choice.CP.writes(Stores.NAMES.size()));
    }
    stores.awaitQuiet();
    int before = history.operations().size();
    stores.isolate(FAR);
    for (String key : keys) {
      inTheCut(key);
    }
    stores.awaitQuiet();
    stores.heal();
    stores.awaitHints();
    return seen(before);
  }

  private void busy(String node, String client) {
    for (int i = 0; i < BUSY; i++) {
      for (String key : keys) {
        write(client, node, key, choice);
        read(client, node, key);
      }
    }
  }

  private void inTheCut(String key) {
    acknowledged(key, write(MOVES, NEAR, key, choice));
    fresh(key, read(MOVES, FAR, key));
    acknowledged(key, write(STAYS, FAR, key, choice));
    fresh(key, read(STAYS, FAR, key));
    fresh(key, read(MOVES, NEAR, key));
  }

  private void acknowledged(String key, Optional<String> written) {
    asked++;
    refused += written.isPresent() ? 0 : 1;
    written.ifPresent(
        value -> {
          newest.put(key, value);
          acknowledged.computeIfAbsent(key, unused -> new HashSet<>()).add(value);
        });
  }

  private void fresh(String key, Optional<List<String>> read) {
    asked++;
    refused += read.isPresent() ? 0 : 1;
    stale += read.isPresent() && !read.get().contains(newest.get(key)) ? 1 : 0;
  }

  /** What was written, when it was acknowledged. */
  private Optional<String> write(String client, String node, String key, Choice how) {
    String value = String.valueOf(values.incrementAndGet());
    History.Pending write = history.write(client, node, key, value);
    try {
      stores.front(node).write(key, value, how);
      write.ok();
      return Optional.of(value);
    } catch (Refused no) {
      write.refused();
    } catch (IOException nobodyKnows) {
      write.unknown();
    }
    return Optional.empty();
  }

  /** The value that was shown, or none; nothing without an answer. */
  private Optional<List<String>> read(String client, String node, String key) {
    History.Pending read = history.read(client, node, key);
    try {
      List<String> shown = stores.front(node).read(key, choice).newest().stream().toList();
      read.ok(shown);
      return Optional.of(shown);
    } catch (IOException no) {
      read.unknown();
      return Optional.empty();
    }
  }

  private Seen seen(int before) throws IOException {
    List<Operation> all = history.operations();
    List<Operation> cut = all.subList(before, all.size());
    int wrong = 0;
    int lost = 0;
    for (String key : keys) {
      wrong +=
          Registers.check(all.stream().filter(o -> o.key().equals(key)).toList()).isPresent()
              ? 1
              : 0;
      Set<String> there = new HashSet<>();
      for (String node : Stores.NAMES) {
        there.addAll(stores.copy(node, key).values());
      }
      lost += there.containsAll(acknowledged.getOrDefault(key, Set.of())) ? 0 : 1;
    }
    return new Seen(
        asked,
        refused,
        stale,
        wrong,
        session(cut, STAYS),
        session(cut, MOVES),
        differ(),
        lost,
        Registers.check(all));
  }

  private static boolean session(List<Operation> cut, String client) {
    return Sessions.check(
            cut.stream().filter(o -> o.client().equals(client)).toList(), Long::parseLong)
        .isEmpty();
  }

  /** Keys whose copies are not the same. */
  private int differ() throws IOException {
    int differ = 0;
    for (String key : keys) {
      differ += stores.same(key) ? 0 : 1;
    }
    return differ;
  }

  /** Each key is read once: how many keys have copies that differ then? */
  public int differAfterReads(Choice how) throws IOException {
    for (String key : keys) {
      stores.front(NEAR).read(key, how);
    }
    stores.awaitQuiet();
    return differ();
  }
}
