package scalebook.partitioning;

import scalebook.book.testing.ChapterTests;

class Chapter5Test extends ChapterTests {
  Chapter5Test() {
    super(new Chapter5());
  }
}
