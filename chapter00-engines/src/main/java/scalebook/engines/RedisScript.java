package scalebook.engines;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/** A Lua script that Redis runs as one step, sent once and then named by its hash. */
public record RedisScript(String text, String hash) {

  /** The file {@code name.lua} that lies beside the class. */
  public static RedisScript of(Class<?> beside, String name) {
    try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(name + ".lua"), name)) {
      byte[] text = in.readAllBytes();
      byte[] hash = MessageDigest.getInstance("SHA-1").digest(text);
      return new RedisScript(
          new String(text, StandardCharsets.UTF_8), HexFormat.of().formatHex(hash));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  /** One round trip; a second one when the server is new and does not know the script yet. */
  @SuppressWarnings("unchecked")
  public <T> T run(UnifiedJedis redis, List<String> keys, List<String> arguments) {
    try {
      return (T) redis.evalsha(hash, keys, arguments);
    } catch (JedisNoScriptException unknown) { // nothing was run
      return (T) redis.eval(text, keys, arguments);
    }
  }
}
