package scalebook.lab.story;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * When each entry happened. A story counts milliseconds; entries of one millisecond are spread over
 * it in the order in which they were told.
 */
final class Instants {
  private final Map<Entry, Double> all = new IdentityHashMap<>();

  Instants(List<Entry> entries) {
    for (int from = 0; from < entries.size(); ) {
      long millis = entries.get(from).millis();
      int to = from;
      while (to < entries.size() && entries.get(to).millis() == millis) {
        to++;
      }
      for (int i = from; i < to; i++) {
        all.put(entries.get(i), millis + (i - from) / (double) (to - from));
      }
      from = to;
    }
  }

  double of(Entry entry) {
    return all.get(entry);
  }
}
