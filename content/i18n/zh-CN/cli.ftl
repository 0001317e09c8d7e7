# 命令行输出。

cli-error = 错误：{ $text }
cli-done = 完成。
cli-none = 没有记录。
cli-next-page = 还有更多，继续请加 --after { $cursor }
cli-rows = { $count } 行
