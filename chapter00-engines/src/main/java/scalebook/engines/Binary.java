package scalebook.engines;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server program that was seen to run here.
 *
 * @param base the folder it was unpacked into, or none when it lies where its maker put it
 */
public record Binary(Path program, String versionLine, Optional<Path> base) {
  private static final Pattern VERSION = Pattern.compile("(?:Ver |v=)([0-9]+(?:\\.[0-9]+)*)");
  private static final int PROBE_SECONDS = 10;

  /** Runs {@code --version}: a binary can be there and still miss a library. */
  static Optional<Binary> tried(Path program, Optional<Path> base) {
    try {
      Process process =
          new ProcessBuilder(program.toString(), "--version").redirectErrorStream(true).start();
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean ended = process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS);
      return ended && process.exitValue() == 0
          ? Optional.of(new Binary(program, out.trim(), base))
          : Optional.empty();
    } catch (IOException cannotRun) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  public String version() {
    Matcher matcher = VERSION.matcher(versionLine);
    return matcher.find() ? matcher.group(1) : versionLine;
  }

  /** Of a database: whether it is new enough. */
  public boolean supported() {
    return dialect().supports(version());
  }

  Dialect dialect() {
    return Dialect.of(versionLine);
  }

  /** Options that tell an unpacked server where its files are. */
  List<String> baseOptions() {
    return base.map(
            folder -> List.of("--basedir=" + folder, "--lc-messages-dir=" + messages(folder)))
        .orElse(List.of());
  }

  private static Path messages(Path folder) {
    Path nested = folder.resolve("share/mysql");
    return nested.toFile().isDirectory() ? nested : folder.resolve("share");
  }
}
