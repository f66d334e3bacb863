package scalebook.engines;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Which writes of which servers, as MySQL says it: {@code server:1-5:7,other:1-3}. */
final class GtidSet {
  private static final Pattern RANGE = Pattern.compile(":(\\d+)(?:-(\\d+))?");

  private final Map<String, List<Range>> writes = new TreeMap<>();

  private record Range(long first, long last) {
    @Override
    public String toString() {
      return first == last ? ":" + first : ":" + first + "-" + last;
    }
  }

  /** Several sets, with a comma between them, are one. */
  static GtidSet of(String text) {
    GtidSet set = new GtidSet();
    for (String part : text.replaceAll("\\s", "").split(",")) {
      int colon = Math.max(0, part.indexOf(':'));
      Matcher range = RANGE.matcher(part);
      while (range.find()) {
        long first = Long.parseLong(range.group(1));
        set.writes
            .computeIfAbsent(part.substring(0, colon), server -> new ArrayList<>())
            .add(new Range(first, range.group(2) == null ? first : Long.parseLong(range.group(2))));
      }
    }
    set.writes.replaceAll((server, ranges) -> merged(ranges));
    return set;
  }

  private static List<Range> merged(List<Range> ranges) {
    ranges.sort(Comparator.comparingLong(Range::first));
    List<Range> merged = new ArrayList<>();
    for (Range next : ranges) {
      Range last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last != null && next.first <= last.last + 1) {
        merged.set(merged.size() - 1, new Range(last.first, Math.max(last.last, next.last)));
      } else {
        merged.add(next);
      }
    }
    return merged;
  }

  long size() {
    return ranges().mapToLong(range -> range.last - range.first + 1).sum();
  }

  private Stream<Range> ranges() {
    return writes.values().stream().flatMap(List::stream);
  }

  Iterable<String> servers() {
    return writes.keySet();
  }

  /** Each write for itself. */
  List<String> names() {
    return writes.entrySet().stream()
        .flatMap(
            one ->
                one.getValue().stream()
                    .flatMapToLong(range -> LongStream.rangeClosed(range.first, range.last))
                    .mapToObj(number -> one.getKey() + ":" + number))
        .toList();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    writes.forEach(
        (server, ranges) -> {
          text.append(text.length() == 0 ? "" : ",").append(server);
          ranges.forEach(text::append);
        });
    return text.toString();
  }
}
