package scalebook.replication.versions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import scalebook.engines.json.Json;
import scalebook.replication.versions.Cell.Version;

class CellTest {
  private static VersionVector vector(long a, long b) {
    return VersionVector.NONE.with("a", a).with("b", b);
  }

  private static Cell cell(long a, long b, String node) {
    return new Cell(List.of(new Version(vector(a, b), node, a + "/" + b)));
  }

  @Test
  void aVectorCoversWhatItKnows() {
    assertThat(vector(2, 1).covers(vector(1, 1))).as("newer").isTrue();
    assertThat(vector(1, 1).covers(vector(2, 1))).as("older").isFalse();
    assertThat(vector(1, 1).covers(vector(1, 1))).as("the same").isTrue();
    assertThat(vector(2, 0).covers(vector(0, 1))).as("concurrent").isFalse();
    assertThat(vector(0, 1).covers(vector(2, 0))).as("concurrent, the other way").isFalse();
    assertThat(vector(1, 0).covers(VersionVector.NONE)).as("than nothing").isTrue();
    assertThat(VersionVector.NONE.covers(vector(1, 0))).as("nothing").isFalse();
  }

  @Test
  void aMergeKnowsWhatEitherKnew() {
    assertThat(vector(2, 1).merge(vector(1, 3))).isEqualTo(vector(2, 3));
    assertThat(vector(2, 1).merge(new VersionVector(Map.of("c", 4L))).of("c")).isEqualTo(4);
    assertThat(vector(2, 3).sum()).isEqualTo(5);
    assertThat(vector(2, 3).of("nobody")).isZero();
  }

  @Test
  void aLaterVersionReplacesWhatItsWriterKnew() {
    Cell both = cell(1, 0, "a").merge(cell(2, 0, "a"), true);
    assertThat(both.values()).containsExactly("2/0");
    assertThat(cell(2, 0, "a").merge(cell(1, 0, "a"), true)).as("late news").isEqualTo(both);
  }

  @Test
  void concurrentVersionsStayUntilOneKnowsBoth() {
    Cell one = cell(2, 0, "a");
    Cell other = cell(0, 1, "b");
    Cell both = one.merge(other, true);
    assertThat(both.values()).containsExactlyInAnyOrder("2/0", "0/1");
    assertThat(other.merge(one, true)).as("in the other order").isEqualTo(both);
    assertThat(both.merge(one, true)).as("one comes twice").isEqualTo(both);
    assertThat(both.known()).isEqualTo(vector(2, 1));
    assertThat(both.merge(cell(2, 2, "b"), true).values()).containsExactly("2/2");
  }

  @Test
  void allCopiesAgreeOnTheNewest() {
    assertThat(Cell.EMPTY.newest()).isEmpty();
    Cell longer = cell(2, 0, "a").merge(cell(0, 1, "b"), true);
    assertThat(longer.newest()).as("it follows more writes").contains("2/0");
    Cell equal = cell(1, 0, "a").merge(cell(0, 1, "b"), true);
    assertThat(equal.newest()).as("by its node's name").contains("0/1");
  }

  @Test
  void withoutSiblingsTheNewestWins() {
    Cell one = cell(2, 0, "a");
    assertThat(one.merge(cell(0, 1, "b"), false).values()).containsExactly("2/0");
    assertThat(cell(0, 1, "b").merge(one, false)).isEqualTo(one);
    assertThat(Cell.EMPTY.merge(Cell.EMPTY, false)).isEqualTo(Cell.EMPTY);
  }

  @Test
  void aCellTravelsAsJson() {
    Cell both = cell(2, 0, "a").merge(cell(0, 1, "b"), true);
    assertThat(Json.read(Json.text(both), Cell.class)).isEqualTo(both);
  }
}
