package scalebook.partitioning.scatter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Merges sorted lists, as far as they are needed. */
public final class TopK {
  private TopK() {}

  /** The first k of all lists, each of which is sorted in this order. */
  public static <T> List<T> merge(List<List<T>> sorted, int k, Comparator<T> order) {
    record Head<T>(List<T> list, int at) {
      T value() {
        return list.get(at);
      }
    }
    PriorityQueue<Head<T>> heads =
        new PriorityQueue<>((a, b) -> order.compare(a.value(), b.value()));
    sorted.stream().filter(list -> !list.isEmpty()).forEach(list -> heads.add(new Head<>(list, 0)));
    List<T> first = new ArrayList<>();
    while (first.size() < k && !heads.isEmpty()) {
      Head<T> head = heads.poll();
      first.add(head.value());
      if (head.at + 1 < head.list.size()) {
        heads.add(new Head<>(head.list, head.at + 1));
      }
    }
    return first;
  }
}
