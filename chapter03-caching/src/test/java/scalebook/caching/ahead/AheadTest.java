package scalebook.caching.ahead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scalebook.caching.ahead.Store.Write;

class AheadTest {
  @TempDir private Path folder;

  private final List<Write> written = new ArrayList<>();
  private int calls;
  private boolean broken;

  private void write(List<Write> writes) {
    if (broken) {
      throw new IllegalStateException("the store is away");
    }
    calls++;
    written.addAll(writes);
  }

  @Test
  void ofSeveralWaitingValuesOfAKeyTheLastOneIsWritten() throws Exception {
    WriteBehind behind = new WriteBehind(this::write, Journal.none(), true);
    behind.put(new Write(1, 10));
    behind.put(new Write(2, 20));
    behind.put(new Write(1, 11));
    assertThat(written).as("acknowledged, and not yet written").isEmpty();
    assertThat(behind.flush()).isEqualTo(2);
    assertThat(written).containsExactly(new Write(2, 20), new Write(1, 11));
    assertThat(behind.flush()).as("nothing waits").isZero();
    assertThat(calls).as("transactions").isEqualTo(1);
  }

  @Test
  void withoutCoalescingEachOneIs() throws Exception {
    WriteBehind behind = new WriteBehind(this::write, Journal.none(), false);
    behind.put(new Write(1, 10));
    behind.put(new Write(1, 11));
    assertThat(behind.flush()).isEqualTo(2);
    assertThat(written).containsExactly(new Write(1, 10), new Write(1, 11));
  }

  @Test
  void aStoreThatFailsLosesNothing() throws Exception {
    WriteBehind behind = new WriteBehind(this::write, Journal.none(), true);
    behind.put(new Write(1, 10));
    broken = true;
    assertThatThrownBy(behind::flush).isInstanceOf(IllegalStateException.class);
    broken = false;
    behind.flush();
    assertThat(written).containsExactly(new Write(1, 10));
  }

  @Test
  void theJournalHasAWriteBeforeItIsAcknowledged() throws Exception {
    Path file = folder.resolve("journal");
    try (FileChannel channel = Journal.open(file)) {
      WriteBehind behind = new WriteBehind(this::write, Journal.of(channel), true);
      behind.put(new Write(1, 10));
      behind.put(new Write(1, 11L << 40));
      assertThat(Journal.read(file)).containsExactly(new Write(1, 10), new Write(1, 11L << 40));
    }
    assertThat(written).isEmpty();
  }

  @Test
  void halfAnEntryAtTheEndWasNeverAcknowledged() throws Exception {
    Path file = folder.resolve("journal");
    assertThat(Journal.read(file)).as("no file").isEmpty();
    try (FileChannel channel = Journal.open(file)) {
      Journal journal = Journal.of(channel);
      journal.append(new Write(1, 10));
      journal.append(new Write(2, 20));
      channel.truncate(channel.size() - 1);
    }
    assertThat(Journal.read(file)).containsExactly(new Write(1, 10));
  }

  @Test
  void aVisitSeesOneSetAlsoWhenTheNextOneIsPublished() throws Exception {
    Site site = new Site(folder, true);
    site.publish(Map.of("a", "1", "b", "1"));
    Path visit = site.visit();
    site.publish(Map.of("a", "2", "b", "2"));
    assertThat(Files.readString(visit.resolve("a"))).isEqualTo("1");
    assertThat(Files.readString(site.visit().resolve("b"))).isEqualTo("2");
  }

  @Test
  void inPlaceTheVisitChangesUnderway() throws Exception {
    Site site = new Site(folder, false);
    site.publish(Map.of("a", "1"));
    Path visit = site.visit();
    site.publish(Map.of("a", "2"));
    assertThat(Files.readString(visit.resolve("a"))).isEqualTo("2");
  }
}
