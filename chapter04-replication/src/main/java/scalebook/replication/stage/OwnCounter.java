package scalebook.replication.stage;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import scalebook.lab.Own;

/** What a reader wrote for exercise PnCounter. What a state is, is the reader's affair. */
public interface OwnCounter {
  void add(long amount);

  long value();

  Object state();

  void merge(Object state);

  /** As {@link Merges#counter}, with copies of the reader's; nothing when ours are to be used. */
  static Optional<Merges.Seen> seen(Own own, int each) {
    Function<String, OwnCounter> copy =
        region -> own.made("PnCounter", OwnCounter.class, region).orElseThrow();
    return own.has("PnCounter") ? Optional.of(seen(copy, each)) : Optional.empty();
  }

  private static Merges.Seen seen(Function<String, OwnCounter> copy, int each) {
    OwnCounter east = copy.apply("east");
    OwnCounter west = copy.apply("west");
    Object late = west.state();
    for (int i = 0; i < each; i++) {
      east.add(2);
      east.add(-1);
      west.add(1);
      late = i == 0 ? west.state() : late;
    }
    for (Object state : List.of(west.state(), west.state(), late)) {
      east.merge(state);
    }
    List<Object> six = new ArrayList<>();
    for (String region : List.of("a", "b", "c")) {
      OwnCounter one = copy.apply(region);
      one.add(1);
      six.add(one.state());
      one.add(-2);
      six.add(one.state());
    }
    Set<Long> ends = new HashSet<>();
    List<List<Object>> orders = Merges.orders(six);
    for (List<Object> order : orders) {
      OwnCounter end = copy.apply("z");
      order.forEach(end::merge);
      ends.add(end.value());
    }
    int lost = (int) Math.abs(2L * each - east.value());
    return new Merges.Seen(2 * each, lost, orders.size(), ends.size());
  }
}
