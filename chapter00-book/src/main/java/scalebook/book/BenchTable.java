package scalebook.book;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * JMH's results as tables, one for each class: a row for each thing that is compared, the fastest
 * first, and a column for each condition; if there is only one, a ratio to the fastest, too.
 */
final class BenchTable {
  /** A figure with half the width of its 99.9 % interval. */
  private record Cell(double score, double error) {}

  private final String name;
  private final String unit;
  private final boolean moreIsBetter;
  private final Map<String, Map<String, Cell>> rows = new LinkedHashMap<>();
  private final Set<String> columns = new LinkedHashSet<>();

  private BenchTable(String name, JsonNode first) {
    this.name = name;
    this.unit = first.at("/primaryMetric/scoreUnit").asText();
    this.moreIsBetter = first.get("mode").asText().equals("thrpt");
  }

  /** What JMH wrote as JSON. */
  static String of(JsonNode results) {
    Map<String, BenchTable> tables = new TreeMap<>();
    for (JsonNode result : results) {
      String[] path = result.get("benchmark").asText().split("\\.");
      tables
          .computeIfAbsent(path[path.length - 2], name -> new BenchTable(name, result))
          .add(path[path.length - 1], result);
    }
    return tables.values().stream().map(BenchTable::print).collect(Collectors.joining("\n"));
  }

  /** A parameter that is a name says what is compared, else the method does. */
  private void add(String method, JsonNode result) {
    List<String> things = new ArrayList<>();
    List<String> conditions = new ArrayList<>();
    for (Map.Entry<String, JsonNode> param : result.path("params").properties()) {
      String value = param.getValue().asText();
      if (value.chars().allMatch(Character::isDigit)) {
        conditions.add(value + " " + param.getKey());
      } else {
        things.add(value.toLowerCase(Locale.ROOT).replace('_', '-'));
      }
    }
    (things.isEmpty() ? things : conditions).add(words(method));
    JsonNode metric = result.get("primaryMetric");
    Cell cell = new Cell(metric.get("score").asDouble(), metric.get("scoreError").asDouble());
    String column = String.join(", ", conditions);
    rows.computeIfAbsent(String.join(", ", things), row -> new LinkedHashMap<>()).put(column, cell);
    columns.add(column);
  }

  private static String words(String method) {
    return method.replaceAll("(?<!^)(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }

  private Comparator<Cell> better() {
    Comparator<Cell> less = Comparator.comparingDouble(Cell::score);
    return moreIsBetter ? less.reversed() : less;
  }

  private String print() {
    List<List<String>> lines = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of(name + ", " + unit));
    head.addAll(columns);
    if (columns.size() == 1) {
      head.add("ratio");
    }
    lines.add(head);
    String first = columns.iterator().next();
    List<Map.Entry<String, Map<String, Cell>>> sorted =
        rows.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.comparing(r -> r.get(first), better())))
            .toList();
    Cell best = sorted.get(0).getValue().get(first);
    sorted.forEach(row -> lines.add(line(row.getKey(), row.getValue(), best)));
    return aligned(lines);
  }

  private List<String> line(String thing, Map<String, Cell> cells, Cell best) {
    List<String> line = new ArrayList<>(List.of(thing));
    for (String column : columns) {
      Cell cell = cells.get(column);
      line.add(figure(cell.score()) + " ± " + figure(cell.error()));
      if (columns.size() == 1) {
        line.add("%.2f".formatted(cell.score() / best.score()));
      }
    }
    return line;
  }

  /** Three digits are more than a shared machine can keep. */
  private static String figure(double value) {
    return String.format(value < 10 ? "%.1f" : "%,.0f", value);
  }

  private static String aligned(List<List<String>> lines) {
    int[] widths = new int[lines.get(0).size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      text.append(("%-" + widths[0] + "s").formatted(line.get(0)));
      for (int i = 1; i < widths.length; i++) {
        text.append(("  %" + widths[i] + "s").formatted(line.get(i)));
      }
      text.append('\n');
    }
    return text.toString();
  }
}
