package scalebook.replication.stage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import scalebook.lab.Own;
import scalebook.lab.story.Story;
import scalebook.replication.merging.GCounter;
import scalebook.replication.merging.LastWriter;
import scalebook.replication.merging.OrSet;
import scalebook.replication.merging.OrSet.Added;

/** Two regions change copies on their own, and merge them: what is lost, and does order matter? */
public final class Merges {
  private static final long NOON = 43_200_000;
  private static final long WRONG_MILLIS = 300_000;

  /**
   * @param updates that were acknowledged
   * @param lost of these, without a trace
   * @param orders in which six messages were delivered
   * @param ends that these orders led to
   */
  public record Seen(int updates, int lost, int orders, int ends) {}

  /** Of each way to merge. */
  public record All(Seen lastWriter, Seen wrongClock, Seen counter, Seen set) {}

  private Merges() {}

  /** One way after the other, a row of the table each. */
  public static All all(
      Story story,
      int each,
      Own own,
      BinaryOperator<Long> newer,
      BiPredicate<Added, Added> takesAway) {
    Story.Table table =
        story.table("merged by", "acknowledged", "lost", "orders", "different ends");
    All all =
        new All(
            told(table, "last writer wins", lastWriter(each, false)),
            told(table, "… with a wrong clock", lastWriter(each, true)),
            told(
                table,
                own.has("PnCounter") ? "your counter" : "a counter (G-counter)",
                OwnCounter.seen(own, each).orElseGet(() -> counter(each, newer))),
            told(table, "a set (OR-set)", set(each, takesAway)));
    story.figure("lostUpdates", all.lastWriter.lost);
    story.figure("lostByClock", all.wrongClock.lost);
    return all;
  }

  private static Seen told(Story.Table table, String shown, Seen seen) {
    table.row(shown, seen.updates, seen.lost, seen.orders, seen.ends);
    return seen;
  }

  /**
   * Both write each key, the west a second after the east.
   *
   * @param eastIsAhead its clock is five minutes ahead; then the west's write, which is the later
   *     one, is what counts as lost
   */
  public static Seen lastWriter(int keys, boolean eastIsAhead) {
    int lost = 0;
    for (int key = 0; key < keys; key++) {
      long east = NOON + (eastIsAhead ? WRONG_MILLIS : 0);
      LastWriter first = new LastWriter("east" + key, east, "east");
      LastWriter second = new LastWriter("west" + key, NOON + 1_000, "west");
      LastWriter end = first.merge(second);
      lost += end.equals(eastIsAhead ? second : first) ? 0 : 1;
    }
    List<LastWriter> six =
        IntStream.range(0, 6)
            .mapToObj(i -> new LastWriter("" + i, NOON + i / 2, i % 2 == 0 ? "east" : "west"))
            .toList();
    LastWriter none = new LastWriter("", 0, "");
    return new Seen(2 * keys, lost, orders(six).size(), ends(six, none, LastWriter::merge, v -> v));
  }

  /** Both count; what they send arrives twice, and late. */
  public static Seen counter(int each, BinaryOperator<Long> newer) {
    GCounter east = GCounter.ZERO;
    GCounter west = GCounter.ZERO;
    GCounter late = west;
    for (int i = 0; i < each; i++) {
      east = east.add("east", 1);
      west = west.add("west", 1);
      late = i == 0 ? west : late;
    }
    east = east.merge(west, newer).merge(west, newer).merge(late, newer);
    List<GCounter> six =
        Stream.of("a", "b", "c")
            .flatMap(node -> Stream.of(1, 2).map(n -> GCounter.ZERO.add(node, n)))
            .toList();
    int ends = ends(six, GCounter.ZERO, (one, other) -> one.merge(other, newer), c -> c);
    return new Seen(2 * each, (int) (2 * each - east.value()), orders(six).size(), ends);
  }

  /** The east removes what it has seen, while the west adds the same again. */
  public static Seen set(int elements, BiPredicate<Added, Added> takesAway) {
    OrSet east = OrSet.EMPTY;
    for (int i = 0; i < elements; i++) {
      east = east.add("item" + i, "east" + i);
    }
    OrSet west = east;
    for (int i = 0; i < elements; i++) {
      east = east.remove("item" + i);
      west = west.add("item" + i, "west" + i);
    }
    Set<String> there = west.merge(east).elements(takesAway);
    OrSet x = OrSet.EMPTY.add("x", "1");
    OrSet y = OrSet.EMPTY.add("y", "2");
    List<OrSet> six =
        List.of(x, y, x.remove("x"), y.remove("y"), x.add("x", "3"), OrSet.EMPTY.add("z", "4"));
    int ends = ends(six, OrSet.EMPTY, OrSet::merge, set -> set.elements(takesAway));
    return new Seen(elements, elements - there.size(), orders(six).size(), ends);
  }

  private static <T> int ends(
      List<T> messages, T start, BinaryOperator<T> merge, Function<T, Object> shown) {
    Set<Object> ends = new HashSet<>();
    orders(messages).forEach(order -> ends.add(shown.apply(order.stream().reduce(start, merge))));
    return ends.size();
  }

  /** All of them. */
  static <T> List<List<T>> orders(List<T> messages) {
    if (messages.isEmpty()) {
      return List.of(List.of());
    }
    List<List<T>> all = new ArrayList<>();
    for (int first = 0; first < messages.size(); first++) {
      List<T> rest = new ArrayList<>(messages);
      Collections.swap(rest, 0, first);
      for (List<T> order : orders(rest.subList(1, rest.size()))) {
        List<T> whole = new ArrayList<>(List.of(rest.get(0)));
        whole.addAll(order);
        all.add(whole);
      }
    }
    return all;
  }
}
