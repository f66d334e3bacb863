package scalebook.sessions.stage.site;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import scalebook.sessions.store.KeyRing;

/**
 * What all clones of the site are told, in a file of the lab's private folder: it holds passwords
 * and keys, and everybody on a machine can read a process's arguments.
 *
 * @param redisUrl empty where no store is needed
 */
public record SiteSettings(String redisUrl, long ttlMillis, KeyRing keys) {
  private static final long HALF_AN_HOUR = 30 * 60 * 1_000L;

  public static SiteSettings of(String redisUrl) {
    return new SiteSettings(redisUrl, HALF_AN_HOUR, KeyRing.fresh(1));
  }

  public SiteSettings keys(KeyRing to) {
    return new SiteSettings(redisUrl, ttlMillis, to);
  }

  public Path write(Path file) {
    Properties properties = new Properties();
    properties.setProperty("redis", redisUrl);
    properties.setProperty("ttl", String.valueOf(ttlMillis));
    properties.setProperty("keys", keys.write());
    try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      properties.store(out, null);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SiteSettings read(Path file) {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SiteSettings(
        properties.getProperty("redis"),
        Long.parseLong(properties.getProperty("ttl")),
        KeyRing.read(properties.getProperty("keys")));
  }

  @Override
  public String toString() {
    return "settings of the site, " + keys; // not the URL: it holds a password
  }
}
