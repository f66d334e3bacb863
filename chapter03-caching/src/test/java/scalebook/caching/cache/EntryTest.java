package scalebook.caching.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import scalebook.caching.catalogue.Row;

class EntryTest {
  @Test
  void anEntryIsReadAsItWasWritten() {
    for (String text : new String[] {"", "-", "+", "a b c", "{\"x\":\"1 2\"}", "\n"}) {
      Entry entry = new Entry(Optional.of(text), 12, 34, 56);
      assertThat(Entry.read(entry.write())).contains(entry);
    }
    Entry none = new Entry(Optional.empty(), 0, 34, 56);
    assertThat(Entry.read(none.write())).contains(none);
  }

  @Test
  void anEntryIsOfARowOrOfNone() {
    assertThat(Entry.of(Optional.of(new Row(7, "text")), 34, 56))
        .isEqualTo(new Entry(Optional.of("text"), 7, 34, 56));
    assertThat(Entry.of(Optional.empty(), 34, 56))
        .as("every row is newer than none")
        .isEqualTo(new Entry(Optional.empty(), 0, 34, 56));
  }

  @Test
  void whatSomebodyElseWroteIsNoEntry() {
    for (String written : new String[] {"", "1 2 3", "1 2 3 x", "a 2 3 -", "1 2 3 -x"}) {
      assertThat(Entry.read(written)).as(written).isEmpty();
    }
  }
}
