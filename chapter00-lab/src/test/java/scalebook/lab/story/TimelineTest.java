package scalebook.lab.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** A timeline is read back by its axis. */
class TimelineTest {
  private static final Pattern DOT = Pattern.compile("M(\\d+) ([\\d.]+)v");

  private static final Pattern ARROW = Pattern.compile("M\\d+ ([\\d.]+)H\\d+");

  private static Entry.Event event(long millis, String node, String text) {
    return new Entry.Event(millis, node, text);
  }

  private static Drawing drawn(Entry... entries) throws Exception {
    return new Drawing(Timeline.of(List.of(entries)));
  }

  @Test
  void anEventStandsAtItsTime() throws Exception {
    Drawing drawing = drawn(event(500, "a", "x"), event(700, "b", "y"), event(9_000, "c", "z"));
    List<Element> ticks =
        drawing.all("text").stream()
            .filter(t -> t.getTextContent().matches("[02468]\\.0 s"))
            .toList();
    double zero = Drawing.number(ticks.get(0), "y", 0) - 5;
    double second =
        (Drawing.number(ticks.get(1), "y", 0) - 5 - zero)
            / Double.parseDouble(ticks.get(1).getTextContent().replace(" s", ""));
    assertThat(dots(drawing))
        .extracting(dot -> (dot[1] - zero) / second)
        .satisfies(
            seconds -> {
              assertThat(seconds.get(0)).isCloseTo(0.5, within(0.03));
              assertThat(seconds.get(1)).isCloseTo(0.7, within(0.03));
              assertThat(seconds.get(2)).isCloseTo(9.0, within(0.03));
            });
  }

  private static List<double[]> dots(Drawing drawing) {
    return drawing.all("path").stream()
        .filter(path -> path.getAttribute("stroke-linecap").equals("round"))
        .flatMap(path -> DOT.matcher(path.getAttribute("d")).results())
        .map(r -> new double[] {Double.parseDouble(r.group(1)), Double.parseDouble(r.group(2))})
        .toList();
  }

  @Test
  void lanesStandInTheOrderOfAppearanceAndLivesOfOneSlotShareOne() throws Exception {
    Drawing drawing =
        drawn(
            event(0, "worker-2.1", "up"),
            new Entry.Message(300, "story", "worker-1.1", "kill"),
            event(600, "worker-2.2", "up"),
            event(900, "worker-1.1", "died"));
    List<Element> names =
        drawing.all("text").stream()
            .filter(t -> t.getAttribute("text-anchor").equals("middle"))
            .toList();
    assertThat(names)
        .extracting(Element::getTextContent)
        .containsExactly("worker-2", "story", "worker-1");
    assertThat(names).extracting(name -> Drawing.number(name, "x", 0)).isSorted();
    assertThat(dots(drawing))
        .extracting(dot -> dot[0])
        .startsWith(Drawing.number(names.get(0), "x", 0));
    assertThat(dots(drawing))
        .extracting(dot -> dot[0])
        .filteredOn(x -> x == dots(drawing).get(0)[0])
        .hasSize(2);
  }

  @Test
  void aCrowdSharesTheLastLaneAndALongNameKeepsItsEnd() {
    List<Entry> crowd =
        IntStream.range(0, 60)
            .<Entry>mapToObj(i -> event(i, "a-rather-long-name-of-a-database-" + i, "x"))
            .toList();
    List<Lanes.Header> headers = new Lanes(crowd, 0).headers();
    assertThat(headers).hasSize(Lanes.MOST);
    assertThat(headers.get(7).name()).startsWith("a-rather").endsWith("…ase-7");
    assertThat(headers.get(Lanes.MOST - 1).name()).isEqualTo("others");
  }

  @Test
  void eventsThatRepeatAreOneLine() throws Exception {
    List<String> texts =
        drawn(
                event(1_000, "worker-1.1", "replaced on port 4001"),
                event(1_500, "balancer", "all is well"),
                event(2_000, "worker-2.1", "replaced on port 4007"),
                event(2_900, "worker-3.1", "replaced on port 4003"))
            .texts();
    assertThat(texts)
        .contains(
            "worker-1.1 … worker-3.1: replaced on port 4001…4007, 3 times in 1.90 s",
            "balancer: all is well")
        .noneMatch(text -> text.contains("worker-2.1"));
  }

  @Test
  void theSameInAnotherStepIsTwoLines() {
    List<Entry> entries = new ArrayList<>();
    for (int step = 0; step < 2; step++) {
      entries.add(new Entry.Step(1_000 * step, "step " + step));
      for (int i = 1; i < 4; i++) {
        entries.add(event(1_000 * step + i, "db" + i, "stopped"));
      }
    }
    assertThat(Folding.of(entries, new Instants(entries), 0)).hasSize(4);
  }

  @Test
  void whatIsTooMuchIsCountedAndNamedByItsNumbers() {
    List<Entry> entries =
        IntStream.rangeClosed(1, 300).<Entry>mapToObj(i -> event(i, "db", "x".repeat(i))).toList();
    List<Moment> moments = Folding.of(entries, new Instants(entries), 0);
    assertThat(moments).hasSize(Folding.MOST_LINES);
    assertThat(moments.get(moments.size() - 1).line())
        .isEqualTo("237 more, among events 64 to 300 of the list");
  }

  @Test
  void aClaimAndAStepAreNeverCounted() {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      entries.add(new Entry.Step(i, "step"));
      IntStream.range(0, 50).forEach(j -> entries.add(event(1, "db", "y".repeat(j))));
      entries.add(new Entry.Claim(i, "it holds", true, false, List.of(), true, ""));
    }
    assertThat(Folding.of(entries, new Instants(entries), 0))
        .filteredOn(m -> !m.detail() && m.kind() != Moment.Kind.MORE)
        .hasSize(60);
  }

  @Test
  void aRunWithoutAMechanismSaysSoAboveAll() throws Exception {
    Drawing drawing =
        drawn(new Entry.Without(0, "fence", "both nodes accept writes"), event(5, "db1", "x"));
    Drawing.Box banner =
        drawing.boxes().stream()
            .filter(box -> box.text().contains("without fence: both nodes accept writes"))
            .findFirst()
            .orElseThrow();
    assertThat(drawing.boxes())
        .filteredOn(box -> box != banner && box.top() < banner.top())
        .isEmpty();
    assertThat(drawing.all("rect"))
        .filteredOn(r -> r.getAttribute("class").equals("no"))
        .hasSize(1);
  }

  @Test
  void aBurstIsEnlarged() throws Exception {
    List<Entry> all = new ArrayList<>(List.of(event(0, "shop", "opens"), event(1, "shop", "x")));
    all.add(new Entry.Step(420_000, "an order"));
    for (int i = 1; i <= 5; i++) {
      all.add(new Entry.Message(420_100, "coordinator", "db" + i, "prepare"));
    }
    all.add(event(420_130, "coordinator", "decided"));
    all.add(new Entry.Claim(500_000, "all or none", true, false, List.of(), true, ""));
    List<List<Entry>> bursts = Burst.of(all);
    assertThat(bursts).hasSize(1);
    Drawing drawing = new Drawing(Timeline.enlarged(all, bursts.get(0)));
    assertThat(drawing.clipped()).isEmpty();
    assertThat(drawing.overlapping()).isEmpty();
    assertThat(drawing.texts())
        .contains("420.100 s", "coordinator: decided")
        .doesNotContain("✔ all or none", "shop");
    List<Double> arrows =
        drawing.all("path").stream()
            .map(path -> ARROW.matcher(path.getAttribute("d")))
            .filter(Matcher::matches)
            .map(arrow -> Double.valueOf(arrow.group(1)))
            .toList();
    assertThat(arrows)
        .as("in the order of telling, apart")
        .hasSize(5)
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void whatIsSpreadOverTheStoryIsNoBurst() {
    List<Entry> all = new ArrayList<>();
    IntStream.range(0, 20).forEach(i -> all.add(event(1_000 * i, "db", "x")));
    assertThat(Burst.of(all)).isEmpty();
  }

  @Test
  void aStoryInWhichNothingHappenedHasNoTimeline() {
    assertThat(Timeline.of(List.of(new Entry.Step(0, "alone")))).isEmpty();
  }
}
