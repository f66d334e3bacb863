package scalebook.cloning.stage.front;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import scalebook.cloning.front.Layer4;

/** Somebody who listens on a line. */
final class Tap implements AutoCloseable {
  private static final int MOST_BYTES = 1 << 20;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private final Layer4 line;

  Tap(List<Integer> before) {
    line = new Layer4(before, this::hear);
  }

  private synchronized void hear(ByteBuf bytes) {
    byte[] copy = new byte[Math.min(bytes.readableBytes(), MOST_BYTES - heard.size())];
    bytes.getBytes(bytes.readerIndex(), copy);
    heard.writeBytes(copy);
  }

  int port() {
    return line.port();
  }

  synchronized boolean heard(String text) {
    return heard.toString(StandardCharsets.ISO_8859_1).contains(text);
  }

  @Override
  public void close() {
    line.close();
  }
}
