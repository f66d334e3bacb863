package scalebook.lab.story;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** The tables of a story, each whole; its caption is the step that it belongs to. */
record Tables(String caption, List<String> head, List<List<String>> rows) {

  static List<Tables> of(List<Entry> entries) {
    List<Tables> tables = new ArrayList<>();
    String step = "";
    for (Entry entry : entries) {
      if (entry instanceof Entry.Step s) {
        step = s.text();
      } else if (entry instanceof Entry.Head head) {
        tables.add(new Tables(step, head.cells(), new ArrayList<>()));
      } else if (entry instanceof Entry.Row row && !tables.isEmpty()) {
        tables.get(tables.size() - 1).rows.add(row.cells());
      }
    }
    return tables.size() == 1 ? List.of(tables.get(0).plain()) : tables;
  }

  /** A single one is about all steps. */
  private Tables plain() {
    return new Tables("", head, rows);
  }

  String cell(int row, int column) {
    List<String> cells = rows.get(row);
    return column < cells.size() ? cells.get(column) : "";
  }

  /**
   * The columns, after the first, that hold numbers to compare: most cells do, not all alike; and
   * those beside them, whose heads differ only in a number.
   */
  List<Integer> numeric() {
    List<String> units =
        IntStream.range(1, head.size()).filter(this::tellsApart).mapToObj(this::unit).toList();
    return IntStream.range(1, head.size())
        .filter(column -> units.contains(unit(column)))
        .boxed()
        .toList();
  }

  String unit(int column) {
    return head.get(column).replaceAll("\\d+", "#");
  }

  private boolean tellsApart(int column) {
    List<Double> numbers =
        IntStream.range(0, rows.size())
            .mapToObj(row -> Figures.number(cell(row, column)))
            .flatMapToDouble(OptionalDouble::stream)
            .boxed()
            .toList();
    return 2 * numbers.size() > rows.size()
        && numbers.stream().distinct().count() > 1
        && numbers.stream().allMatch(number -> number >= 0);
  }
}
