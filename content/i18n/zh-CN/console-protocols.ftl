# 防控方案：版本与地方补充、各条规则、差异、试算。

ui-protocols-menu = 防控方案
ui-protocols-title = 防控方案
ui-protocols-note = 有约束力的规则：何时何地有效，每条规则都注明来源。
ui-protocols-force = 现行有效
ui-protocols-on = 日期
ui-protocols-none = { $day } 这里没有有效的防控方案。
ui-protocols-timeline = 时间轴
ui-protocols-all = 全部版次与地方补充
ui-protocols-edition = 版次
ui-protocols-edition-of = 版次 { $edition }
ui-protocols-disease = 病种
ui-protocols-kind = 类别
ui-protocols-base = 版次
ui-protocols-overlay = 地方补充
ui-protocols-overlays = 适用的地方补充
ui-protocols-no-overlay = 无
ui-protocols-general = 各版次通用
ui-protocols-where = 适用地区
ui-protocols-everywhere = 各地
ui-protocols-from = 起
ui-protocols-until = 止
ui-protocols-span = 有效期
ui-protocols-open = 未定
ui-protocols-rules = 规则数
ui-protocols-unconfirmed = 未经证实
ui-protocols-unconfirmed-count = { $count } 条未经证实
ui-protocols-orders = 执行中的决定
ui-protocols-review = 对照
ui-protocols-review-title = 对照执行中的决定：{ $disease }
ui-protocols-review-text = 凡依据其他版次的执行中决定，各登记一条建议：维持、缩短、转换或解除。决定本身不变，由人员定夺。重复操作不会增加建议。
ui-protocols-reviewed = { $count ->
    [0] { $disease }：没有需要新建议的决定。
   *[other] { $disease }：已登记 { $count } 条建议。
}

## 简写

ui-protocols-notation = 简写
ui-protocols-notation-text = 同样的写法，各地各时含义不同。
ui-protocols-notation-label = 例如 14+2
ui-protocols-notation-read = 在这里是什么意思？
ui-protocols-notation-means = 含义
ui-protocols-notation-form = 管理措施
ui-protocols-notation-days = 天数
ui-protocols-notation-rule = 查看规则
ui-protocols-days = { $count } 天

## 规则

ui-protocols-back = 全部防控方案
ui-protocols-with = 含适用于此地的地方补充：
ui-protocols-beside = 与另一版次对照……
ui-protocols-has-unconfirmed = 其中 { $count } 条规则未经证实：没有人见过官方文本。
ui-protocols-has-stricter = 地方补充使 { $count } 条规则严于上级版次。{ $unapproved ->
    [0] 均经上级批准。
   *[other] 其中 { $unapproved } 条未经上级批准。
}
ui-protocols-search = 查找规则
ui-protocols-section = 类别
ui-protocols-confidence = 可靠程度
ui-protocols-only-changed = 只看有差异的
ui-protocols-count = 共 { $count } 条规则
ui-protocols-rule = 规则
ui-protocols-says = 内容
ui-protocols-source = 来源
ui-protocols-requirement = 机制
ui-protocols-add-on = 更严，未经上级批准
ui-protocols-here = 本版次
ui-protocols-there = 对照版次
ui-protocols-not-there = 没有
ui-protocols-change = 差异
ui-protocols-diff-text = 从 { $beside } 到 { $here }：本版次新增、删去、更严或更宽之处。

## 试算

ui-protocols-tab-book = 方案库
ui-protocols-tab-trial = 会产生什么？
ui-protocols-trial = 会产生什么？
ui-protocols-trial-note = 把一个病例交给规则试算：如何分类，谁须在何时之前做什么，哪些是接触者，隔离几天，逐项注明规则。不登记任何内容。
ui-protocols-trial-case = 取自已登记的病例
ui-protocols-trial-case-text = 沿用该病例已发生的事；规则由此得出的结果，按您选择的版次重新推算。
ui-protocols-trial-number = 病例编号
ui-protocols-trial-take = 取用
ui-protocols-trial-taken = 已取自 { $number }。
ui-protocols-trial-no-case = 在您的地区内没有这个病例。
ui-protocols-trial-stated = 已知情况
ui-protocols-trial-under = 依据
ui-protocols-trial-then = 当时有效的方案
ui-protocols-trial-now = 查看时刻
ui-protocols-trial-now-hint = 不填则为最后一件事发生之时。
ui-protocols-trial-happened = 发生了什么
ui-protocols-trial-what = 事项
ui-protocols-trial-at = 时间
ui-protocols-trial-method = 方法
ui-protocols-trial-result = 结果
ui-protocols-trial-onset = 发病日期
ui-protocols-trial-symptoms = 症状
ui-protocols-trial-stage = 阶段
ui-protocols-trial-add = 再加一件事
ui-protocols-trial-met = 谁在近旁
ui-protocols-trial-exposure = 暴露
ui-protocols-trial-from = 起
ui-protocols-trial-until = 止
ui-protocols-trial-protected = 有防护
ui-protocols-trial-meet = 再加一人
ui-protocols-trial-remove = 去掉
ui-protocols-trial-ask = 会产生什么？
ui-protocols-trial-example = 恢复示例
ui-protocols-follows = 试算结果
ui-protocols-follows-class = 分类
ui-protocols-follows-no-class = 不成病例
ui-protocols-follows-nothing = 按这些规则不产生任何结果。
ui-protocols-follows-owed = { $count } 项责任事项
ui-protocols-follows-duty = 责任事项
ui-protocols-follows-who = 责任单位
ui-protocols-follows-own-unit = 事实所属单位
ui-protocols-follows-due = 时限
ui-protocols-follows-ladder = 升级
ui-protocols-follows-contacts = { $count } 次暴露
ui-protocols-follows-contact = 接触者类别
ui-protocols-follows-window = 暴露自何时起算
ui-protocols-follows-regime = 管理措施 { $regime }
ui-protocols-follows-phases = 阶段
ui-protocols-follows-tests = { $count ->
    [0] 无检测
   *[other] { $count } 次检测
}
ui-protocols-follows-day = 第 { $day } 天：
ui-protocols-follows-checks = 每日健康监测
ui-protocols-follows-made-up = 未经陈述而按规则得出：

## 分段有效

ui-protocols-periods = { $disease }：分段有效情况
ui-protocols-no-edition = 没有有效的方案
ui-protocols-approved = 已经上级批准
ui-protocols-not-approved = 未经上级批准
ui-protocols-letter = 逐字段查看
