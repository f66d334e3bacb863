package scalebook.caching.ahead;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * Pages that are built before anybody asks. A whole set is written beside the one that is shown;
 * then one pointer is replaced, in one step.
 */
public final class Site {
  private static final String POINTER = "current";

  private final Path folder;
  private final boolean swap;
  private int built;

  /** {@code swap}: otherwise pages are overwritten where they are. */
  public Site(Path folder, boolean swap) {
    this.folder = folder;
    this.swap = swap;
  }

  /** All pages, by their names. */
  public synchronized void publish(Map<String, String> pages) throws IOException {
    boolean first = built == 0;
    built += swap || first ? 1 : 0;
    Path set = Files.createDirectories(folder.resolve("set-" + built));
    for (Map.Entry<String, String> page : pages.entrySet()) {
      Files.writeString(set.resolve(page.getKey()), page.getValue());
    }
    if (swap || first) {
      Path next = Files.writeString(folder.resolve("next"), set.getFileName().toString());
      Files.move(
          next,
          folder.resolve(POINTER),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The set that is shown now, for all pages of one visit. */
  public Path visit() throws IOException {
    return folder.resolve(Files.readString(folder.resolve(POINTER)));
  }
}
