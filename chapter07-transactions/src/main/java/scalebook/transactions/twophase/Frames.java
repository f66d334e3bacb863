package scalebook.transactions.twophase;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** Lines with their length and checksum before them, so that a torn tail shows. */
final class Frames {
  private static final int HEAD = 8;
  private static final int MOST_LINE = 4_096;

  private Frames() {}

  static byte[] of(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MOST_LINE) {
      throw new IllegalArgumentException("a decision of " + bytes.length + " bytes");
    }
    ByteBuffer frame = ByteBuffer.allocate(HEAD + bytes.length);
    return frame.putInt(bytes.length).putInt(checksum(bytes)).put(bytes).array();
  }

  /** All whole lines from the beginning on. */
  static List<String> read(byte[] bytes) {
    List<String> lines = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.remaining() >= HEAD) {
      int length = buffer.getInt();
      int checksum = buffer.getInt();
      if (length < 1 || length > Math.min(buffer.remaining(), MOST_LINE)) {
        break; // torn
      }
      byte[] line = new byte[length];
      buffer.get(line);
      if (checksum(line) != checksum) {
        break; // torn
      }
      lines.add(new String(line, StandardCharsets.UTF_8));
    }
    return lines;
  }

  private static int checksum(byte[] line) {
    CRC32 crc = new CRC32();
    crc.update(line);
    return (int) crc.getValue();
  }
}
