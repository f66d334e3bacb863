package scalebook.lab.story;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a timeline has room to tell. Events of one step that differ only in their numbers become one
 * line, {@code worker-1 … worker-4: stopped, 4 times in 1.9 s}; what is still too much becomes a
 * line that says how many it stands for.
 */
final class Folding {
  static final int MOST_LINES = 64;
  private static final int REPEATED = 3; // times, then it is folded
  private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,]\\d+)*");

  private Folding() {}

  /** In the order of time. Events are numbered from {@code before + 1} on. */
  static List<Moment> of(List<Entry> entries, Instants instants, int before) {
    List<List<Moment>> steps = new ArrayList<>();
    steps.add(new ArrayList<>());
    int number = before;
    for (Entry entry : entries) {
      if (Moment.has(entry)) {
        if (entry instanceof Entry.Step) {
          steps.add(new ArrayList<>());
        }
        steps
            .get(steps.size() - 1)
            .add(Moment.of(entry, event(entry) ? ++number : 0, instants.of(entry)));
      }
    }
    return few(steps.stream().map(Folding::folded).toList());
  }

  /** What happened, without what was claimed about it. */
  static List<Entry> events(List<Entry> entries) {
    return entries.stream().filter(Folding::event).toList();
  }

  private static boolean event(Entry entry) {
    return entry instanceof Entry.Event || entry instanceof Entry.Message;
  }

  private static List<Moment> folded(List<Moment> step) {
    Map<String, List<Moment>> alike = new LinkedHashMap<>();
    for (Moment each : step) {
      String shape =
          each.first() == 0
              ? "#" + alike.size()
              : each.kind() + NUMBER.matcher(each.line()).replaceAll("#");
      alike.computeIfAbsent(shape, s -> new ArrayList<>()).add(each);
    }
    return alike.values().stream()
        .flatMap(some -> some.size() < REPEATED ? some.stream() : Stream.of(one(some)))
        .sorted(
            Comparator.comparingDouble(Moment::millis)) // stable: what is told first stays first
        .toList();
  }

  private static Moment one(List<Moment> some) {
    Moment first = some.get(0);
    Moment last = some.get(some.size() - 1);
    List<String> nodes =
        first.kind() == Moment.Kind.MESSAGE
            ? List.of(each(some, 0), each(some, 1))
            : some.stream().flatMap(m -> m.nodes().stream()).distinct().toList();
    String text =
        "%s, %d times in %s"
            .formatted(
                ranges(some.stream().map(Moment::text).toList()),
                some.size(),
                Clock.text((long) last.millis() - (long) first.millis()));
    return new Moment(
        first.kind(), first.millis(), last.millis(), first.first(), last.last(), nodes, text);
  }

  /** The one at this end of all messages, or the first and the last. */
  private static String each(List<Moment> messages, int end) {
    List<String> all = messages.stream().map(m -> m.nodes().get(end)).distinct().toList();
    return all.size() == 1 ? all.get(0) : all.get(0) + " … " + all.get(all.size() - 1);
  }

  /** One text for all: where they differ, from the least to the greatest number. */
  static String ranges(List<String> texts) {
    String first = texts.get(0);
    List<List<String>> numbers =
        texts.stream()
            .distinct()
            .map(text -> NUMBER.matcher(text).results().map(r -> r.group()).toList())
            .toList();
    StringBuilder text = new StringBuilder();
    Matcher matcher = NUMBER.matcher(first);
    for (int i = 0; matcher.find(); i++) {
      int place = i;
      List<String> some =
          numbers.stream()
              .map(n -> n.get(place))
              .distinct()
              .sorted(Comparator.comparing(n -> Double.parseDouble(n.replaceAll("[^\\d]", ""))))
              .toList();
      String range = some.get(0) + (some.size() == 1 ? "" : "…" + some.get(some.size() - 1));
      matcher.appendReplacement(text, Matcher.quoteReplacement(range));
    }
    return matcher.appendTail(text).toString();
  }

  /** The first of each step, as many as there is room for. */
  private static List<Moment> few(List<List<Moment>> steps) {
    int each = MOST_LINES;
    while (each > 1 && lines(steps, each) > MOST_LINES) {
      each--;
    }
    List<Moment> all = new ArrayList<>();
    for (List<Moment> step : steps) {
      List<Moment> left = new ArrayList<>();
      int shown = 0;
      for (Moment moment : step) {
        if (moment.detail() && ++shown > each) {
          left.add(moment);
        } else {
          all.add(moment);
        }
      }
      if (!left.isEmpty()) {
        all.add(more(left));
      }
    }
    all.sort(Comparator.comparingDouble(Moment::millis));
    return all.size() <= 2 * MOST_LINES ? all : cut(all);
  }

  private static int lines(List<List<Moment>> steps, int each) {
    int lines = 0;
    for (List<Moment> step : steps) {
      int details = (int) step.stream().filter(Moment::detail).count();
      lines += step.size() - details + Math.min(details, each) + (details > each ? 1 : 0);
    }
    return lines;
  }

  private static List<Moment> cut(List<Moment> all) {
    List<Moment> first = new ArrayList<>(all.subList(0, MOST_LINES));
    first.add(more(all.subList(MOST_LINES, all.size())));
    return first;
  }

  private static Moment more(List<Moment> left) {
    Moment first = left.get(0);
    int from = left.stream().mapToInt(Moment::first).filter(n -> n > 0).min().orElse(0);
    int to = left.stream().mapToInt(Moment::last).max().orElse(0);
    String where = to == 0 ? "" : ", among events %d to %d of the list".formatted(from, to);
    return new Moment(
        Moment.Kind.MORE,
        first.millis(),
        left.get(left.size() - 1).millis(),
        from,
        to,
        List.of(),
        "%d more%s".formatted(left.size(), where));
  }
}
