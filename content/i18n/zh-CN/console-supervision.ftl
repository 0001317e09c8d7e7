# 督导：责任事项、责任交接、指令与督办事项。

ui-supervision-menu = 责任事项
ui-supervision-board = 责任事项
ui-supervision-whose = 看谁的
ui-supervision-mine = 本人
ui-supervision-my-unit = 本单位
ui-supervision-my-area = 本辖区
ui-supervision-clock-overdue = 逾期
ui-supervision-clock-soon = 2 小时内
ui-supervision-clock-today = 今天内
ui-supervision-clock-open = 全部在办
ui-supervision-clock-closed = 近 7 天已结
ui-supervision-none = 没有在办的责任事项。
ui-supervision-none-in-time = 这里没有责任事项。
ui-supervision-none-overdue = 没有逾期的责任事项。
ui-supervision-due = 时限
ui-supervision-due-from = 时限不早于
ui-supervision-due-before = 时限早于
ui-supervision-escalated = 已逐级上报
ui-supervision-scheduled = 按日程
ui-supervision-duty = 责任事项
ui-supervision-subject = 对象
ui-supervision-disease = 病种
ui-supervision-holder = 责任单位
ui-supervision-area = 区域
ui-supervision-rule = 规则
ui-supervision-edition = 依据版次
ui-supervision-starts = 起算
ui-supervision-closed = 办结
ui-supervision-state = 状态
ui-supervision-continues = 接自
ui-supervision-continued-by = 移交后续
ui-supervision-do = 办理
ui-supervision-do-this = 办理：{ $duty }
ui-supervision-known = 基本情况
ui-supervision-history = 经过

## 办理

ui-supervision-closed-by = 登记以下事实即办结：{ $kinds }。
ui-supervision-or = 、
ui-supervision-not-yours = 您的岗位不能登记这些事实。可查看对象：
ui-supervision-met = 已登记，本事项办结。
ui-supervision-not-met = 已登记，但本事项尚未办结：时间或内容不符合规则。
ui-supervision-record = 登记
ui-supervision-choose = 请选择。
ui-supervision-occurred = 发生时间
ui-supervision-occurred-hint = 不填即为现在。
ui-supervision-stage = 阶段
ui-supervision-disposition = 处置
ui-supervision-basis = 依据
ui-supervision-finding = 审核结论
ui-supervision-note = 说明
ui-supervision-order = 隔离决定
ui-supervision-no-order = 没有已下达、待执行的隔离决定。请查看：
ui-supervision-about = 人员：
ui-supervision-nobody = 从这里看不出是谁。请打开记录登记：
ui-supervision-method = 方法
ui-supervision-result = 结果
ui-supervision-does-not-close = { $what }（不能办结本事项）
ui-supervision-ct = Ct 值
ui-supervision-sampled = 采样时间
ui-supervision-resulted = 出结果时间
ui-supervision-temperature = 体温
ui-supervision-symptoms = 症状
ui-supervision-symptoms-hint = 没有症状就不选。
ui-supervision-checked = 监测时间
ui-supervision-within = 只有在本次时段内的监测才算数，错过后不能补做。
ui-supervision-write-order = 隔离决定在对象的页面下达：
ui-supervision-fill-gap = 到排班表补位

## 逐级上报

ui-supervision-ladder = 逐级上报
ui-supervision-warned = 临期预警
ui-supervision-told = 上报{ $level }{ $role }
ui-supervision-passed = 已发生
ui-supervision-next = 下一步
ui-supervision-coming = 届时
ui-supervision-spared = 未到此步

## 责任交接

ui-supervision-handovers = 责任交接
ui-supervision-handover = 责任交接
ui-supervision-hand-over = 移交
ui-supervision-hand-over-chosen = 移交所选 { $count } 项
ui-supervision-waiting = { $count } 项交接等您接收
ui-supervision-no-handovers = 没有责任交接。
ui-supervision-what = 移交什么
ui-supervision-what-chosen = 所选的 { $count } 项
ui-supervision-what-shift = 本人当前班次岗位的全部在办事项
ui-supervision-what-post = 岗位“{ $post }”的全部在办事项
ui-supervision-what-unit = 本单位全部在办事项
ui-supervision-to-unit = 接收单位
ui-supervision-to-post = 接收岗位
ui-supervision-to-user = 接收人
ui-supervision-handover-note = 交接说明
ui-supervision-handover-note-hint = 接收方需要知道的情况。
ui-supervision-answer-by = 答复时限
ui-supervision-answer-by-hint = 不填为四小时。对方接收之前，责任和时限仍在本单位。
ui-supervision-offer = 发起移交
ui-supervision-offered = 已发起，等待对方接收。
ui-supervision-offered-at = 发起时间
ui-supervision-answered = 答复时间
ui-supervision-way = 交出 → 接收
ui-supervision-from = 交出单位
ui-supervision-to = 接收方
ui-supervision-in-it = 所含事项（{ $count }）
ui-supervision-accept = 接收
ui-supervision-reject = 退回
ui-supervision-take-back = 撤回
ui-supervision-reason = 理由
ui-supervision-waive = 免除
ui-supervision-waive-hint = 理由将永久留在经过中。

## 值班责任单

ui-supervision-sheet = 值班责任单
ui-supervision-sheet-title = 值班责任单
ui-supervision-sheet-span = 到何时为止
ui-supervision-sheet-shift = 到本班结束
ui-supervision-hours = { $count } 小时内
ui-supervision-sheet-until = 截至 { $time } 到期的事项
ui-supervision-sheet-made = { $name } 制于 { $time }
ui-supervision-sheet-later = 其余到期事项
ui-supervision-sheet-none = 这段时间没有到期的责任事项。
ui-supervision-sheet-done = 办结时间和签名
ui-supervision-sheet-more = 只列出前 { $count } 项。
ui-supervision-sheet-given = 交班人签名
ui-supervision-sheet-taken = 接班人签名
ui-supervision-print = 打印
ui-supervision-back = 返回责任事项

## 指令与督办事项

ui-supervision-problems = 督办事项
ui-supervision-problems-all = 全部
ui-supervision-problems-mine = 本单位整改
ui-supervision-problems-submitted = 待核验
ui-supervision-problems-closed = 已销号
ui-supervision-no-problems = 没有督办事项。
ui-supervision-problem = 问题
ui-supervision-problem-nth = 问题 { $nth }
ui-supervision-problem-add = 增加一个问题
ui-supervision-problem-drop = 去掉问题 { $nth }
ui-supervision-problem-closed = 本事项已销号。
ui-supervision-problem-waits = 已提交整改，等待其他单位核验。
ui-supervision-problem-theirs = 由责任单位整改后提交。
ui-supervision-problem-done = 已销号
ui-supervision-assigned = 已交办
ui-supervision-submitted = 待核验
ui-supervision-returned = 退回整改
ui-supervision-severity = 程度
ui-supervision-mends = 整改单位
ui-supervision-evidence = 整改情况
ui-supervision-evidence-hint = 做了什么，凭什么可以看出已整改。
ui-supervision-returned-why = 退回理由
ui-supervision-submit = 提交整改
ui-supervision-verify = 核验销号
ui-supervision-verify-text = 我已核实，问题确已整改。
ui-supervision-return = 退回整改
ui-supervision-new-due = 新的时限
ui-supervision-directive = 指令
ui-supervision-directive-issue = 下达指令
ui-supervision-directive-send = 下达
ui-supervision-directive-title = 指令标题
ui-supervision-directive-source = 来源
ui-supervision-directive-source-hint = 会议或文件。
ui-supervision-directive-done = 指令已下达。
ui-supervision-problems-assigned = 已交办
ui-supervision-problems-returned = 退回整改
ui-supervision-directives = 指令
ui-supervision-no-directives = 没有指令。
ui-supervision-issued = 下达时间
ui-supervision-issued-by = 下达单位

# 读通稿
ui-supervision-bulletin = 读通稿
ui-supervision-bulletin-note = 从门户网站复制的通稿或会议纪要，可读成指令草稿。下发之前不写入任何记录。
ui-supervision-bulletin-text = 通稿原文
ui-supervision-bulletin-read = 读取
ui-supervision-bulletin-cut = 略去末句再读
ui-supervision-bulletin-clear = 清空
ui-supervision-bulletin-meeting = 会议
ui-supervision-bulletin-name = 名称
ui-supervision-bulletin-day = 日期
ui-supervision-bulletin-chair = 主持
ui-supervision-bulletin-unsaid = 未写明
ui-supervision-bulletin-check = 请核对
ui-supervision-bulletin-changes = 对原文做了 { $count } 处清理
ui-supervision-bulletin-line = 第 { $line } 行，
ui-supervision-bulletin-clean = 清理后的文本
ui-supervision-bulletin-drafts = 草稿 { $count } 条
ui-supervision-bulletin-none = 这段文字没有提出要求。
ui-supervision-bulletin-all = 全选
ui-supervision-bulletin-issue = { $count ->
    [0] 生成指令
   *[other] 用 { $count } 条生成指令
}
ui-supervision-bulletin-itself = 会议
ui-supervision-bulletin-show = 在原文中显示第 { $number } 条

ui-supervision-split-into = 分解为
ui-supervision-as-tasks = 任务（工作部署）
ui-supervision-as-problems = 问题（限期整改）
ui-supervision-rests-on = 依据的形势研判
ui-supervision-rests-on-hint = 没有有效的形势研判不能部署任务。
ui-supervision-recipients = 抄送阅知单位
ui-supervision-recipients-hint = 其中下级指挥部须当日传达部署。
ui-supervision-task-nth = 任务{ $nth }
ui-supervision-task-add = 增加任务
