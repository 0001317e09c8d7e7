# 演示程序的输出。

demo-drill = 演练数据，均为虚构。
demo-day = { $date }（第 { $day } 天）
demo-address = 请打开 { $address }
