package scalebook.caching.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

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
}
