# 疫情态势：一张图看全局。每个数字都能点开它所计的记录。

ui-command-menu = 疫情态势
ui-command-title = 疫情态势
ui-command-everywhere = 本人全部地区
ui-command-as-known = 截至
ui-command-window = 统计时段
ui-command-days = { $count } 天
ui-command-percent = { $share }%
ui-command-open = { $count }，{ $what }：打开记录

## 数字

ui-command-group-cases = 疫情
ui-command-group-duties = 责任事项
ui-command-group-today = 今日
ui-command-group-duty = 值守
ui-command-new-24h = 24 小时新增
ui-command-new-7d = 7 天新增
ui-command-new-14d = 14 天新增
ui-command-active = 现有病例
ui-command-suspected = 疑似
ui-command-total = 累计
ui-command-overdue = 逾期
ui-command-due-soon = 2 小时内到期
ui-command-escalated = 已逐级上报
ui-command-unclosed = 未办结
ui-command-met = 按时办结
ui-command-met-late = 逾期办结
ui-command-tests-today = 今日待检
ui-command-missed-checks = 漏查
ui-command-release-today = 今日应解除
ui-command-release-overdue = 逾期未解除
ui-command-on-shift = 在岗
ui-command-gaps = 值守空档

## 数字所计的内容：名单的标题

ui-command-of-total = 累计感染者
ui-command-of-active = 现有感染者
ui-command-of-suspected = 现有疑似病例
ui-command-of-new-24h = 24 小时新增感染者
ui-command-of-new-7d = 7 天新增感染者
ui-command-of-new-14d = 14 天新增感染者
ui-command-of-cases = 病例
ui-command-of-unclosed = 未办结的责任事项
ui-command-of-due-soon = 2 小时内到期的责任事项
ui-command-of-overdue = 逾期的责任事项
ui-command-of-escalated = 已逐级上报的责任事项
ui-command-of-met = 按时办结的责任事项
ui-command-of-met-late = 逾期办结的责任事项
ui-command-of-tests-today = 今日待做的检测
ui-command-of-missed-checks = 漏做的健康监测
ui-command-of-in-force = 生效中的决定
ui-command-of-release-today = 今日到期、应予解除的决定
ui-command-of-release-overdue = 已到期而未解除的决定
ui-command-of-tested = 应检：已到时限的检测
ui-command-of-isolated = 应隔：密接和次密接
ui-command-of-admitted = 应收：未结束的感染者
ui-command-of-treated = 应治：重型和危重型感染者
ui-command-of-done-tested = 已检：已完成的检测
ui-command-of-done-isolated = 已隔：已管控的密接和次密接
ui-command-of-done-admitted = 已收：已隔离或入院的感染者
ui-command-of-done-treated = 已治：已有救治方案的感染者
ui-command-of-not-tested = 应检未检
ui-command-of-not-isolated = 应隔未隔
ui-command-of-not-admitted = 应收未收
ui-command-of-not-treated = 应治未治
ui-command-of-lacking-detection = 尚无发现间隔的病例
ui-command-of-lacking-reporting = 尚未报告的病例
ui-command-of-lacking-isolation = 尚未隔离的病例
ui-command-of-lacking-treatment = 尚未收治的病例
ui-command-of-on-shift = 现在在岗的班次
ui-command-of-gaps = 现在的值守空档
ui-command-of-zones = 高于常态的风险区
ui-command-of-curve = 流行曲线中的病例
ui-command-of-undated = 日期不明的病例

## 地区

ui-command-areas = 下辖地区
ui-command-areas-list = 地区排序
ui-command-areas-none = 没有下辖地区。
ui-command-area = 地区
ui-command-map-measure = 按什么着色
ui-command-map-7d = 7 天发病
ui-command-map-14d = 14 天发病
ui-command-map-zones = 风险区
ui-command-map-overdue = 逾期事项
ui-command-shown-incidence-7d = 7 天新增，每 10 万人：
ui-command-shown-incidence-14d = 14 天新增，每 10 万人：
ui-command-shown-cases-7d = 7 天新增例数（无人口数据）：
ui-command-shown-cases-14d = 14 天新增例数（无人口数据）：
ui-command-shown-zones = 区内最高风险等级：
ui-command-shown-overdue = 逾期责任事项数：
ui-command-unknown = 不详
ui-command-rate = 每 10 万
ui-command-level = 等级
ui-command-zones = 风险区
ui-command-mark-overdue = 逾期 { $count }
ui-command-mark-zones = 风险区 { $count }
ui-command-look-at = 查看{ $area }
ui-command-as-map = 显示为地图
ui-command-as-tiles = 显示为方块
ui-command-as-table = 显示为表格
ui-command-as-picture = 显示为图
ui-command-map-label = { $count } 个地区的地图；数字见旁边的表格。
ui-command-tip-cases = 新增（7 天）{ $week }，累计 { $all }
ui-command-tip-overdue = 逾期责任事项 { $count }
ui-command-tip-zones = 风险区 { $count }

## 边界上传

ui-command-boundaries = 上传地区边界
ui-command-boundaries-hint = 本系统不附带任何边界。请上传贵单位有权公开使用的地图（GeoJSON，WGS 84 坐标）。同一地区再次上传会替换原有边界。
ui-command-boundaries-drop = 点击选择文件，或把文件拖到这里
ui-command-boundaries-file = { $name }：{ $count } 个要素
ui-command-boundaries-large = 文件超过 64 MB，请按地区拆分后上传。
ui-command-boundaries-unreadable = 这不是 GeoJSON 要素文件。
ui-command-boundaries-property = 地区代码所在的属性
ui-command-boundaries-known = { $name }（认出 { $count } 个地区）
ui-command-boundaries-source = 来源
ui-command-boundaries-source-hint = 例如出版单位和审图号。
ui-command-boundaries-check = 检查
ui-command-boundaries-take = 采用
ui-command-boundaries-sound = 检查无误，共 { $count } 个地区的边界。

## 流行曲线

ui-command-curve = 流行曲线
ui-command-curve-by = 按哪个日期
ui-command-curve-by-onset = 按发病
ui-command-curve-by-report = 按报告
ui-command-curve-by-confirmation = 按确诊
ui-command-curve-unit = 按日或按周
ui-command-curve-days = 日
ui-command-curve-weeks = 周
ui-command-curve-day = 日期
ui-command-curve-week = 周
ui-command-curve-span = 时间范围
ui-command-curve-all = 合计
ui-command-curve-complete = 已报齐
ui-command-curve-none = 无病例
ui-command-curve-share = 估计已报告约 { $share }%
ui-command-curve-shaded = 尚未报齐
ui-command-curve-incomplete = { $day }起的病例尚未报齐，柱形还会升高；图中未作推算。
ui-command-curve-delay = 发病到报告的中位数 { $median } 天，半数从 { $lower } 天到 { $upper } 天（{ $count } 例）。
ui-command-curve-undated = 另有 <number></number> 例日期不明。
ui-command-curve-label = 流行曲线（{ $by }），共 { $count } 例；可切换为表格。

## 四应四尽

ui-command-musts = 四应四尽
ui-command-must-tested = 应检尽检
ui-command-must-tested-what = 已到时限的检测
ui-command-must-isolated = 应隔尽隔
ui-command-must-isolated-what = 密接和次密接
ui-command-must-admitted = 应收尽收
ui-command-must-admitted-what = 未结束的感染者
ui-command-must-treated = 应治尽治
ui-command-must-treated-what = 重型和危重型
ui-command-missing = 缺
ui-command-complete = 已全部落实
ui-command-nobody = 目前没有对象

## 四早

ui-command-earlies = 四早
ui-command-early = 环节
ui-command-early-detection = 早发现
ui-command-early-detection-what = 发病到首次阳性采样
ui-command-early-reporting = 早报告
ui-command-early-reporting-what = 结果到网络报告
ui-command-early-isolation = 早隔离
ui-command-early-isolation-what = 结果到隔离或入院
ui-command-early-treatment = 早治疗
ui-command-early-treatment-what = 结果到入院
ui-command-median = 中位数
ui-command-upper = 四分之三不超过
ui-command-lacking = 尚缺
ui-command-earlies-of = { $days } 天内新增的 <number></number> 例。

## 各单位责任事项

ui-command-units = 各单位责任事项
ui-command-units-role = 单位类别
ui-command-units-all = 全部类别
ui-command-units-none = 没有单位有在办或逾期办结的责任事项。
ui-command-unit = 单位

## 值班

ui-command-duty = 现在值班
ui-command-duty-roster = 排班表
ui-command-duty-none = 现在没有班次。
ui-command-duty-nobody = 无人值班
ui-command-duty-unnamed = 已排班
ui-command-duty-more = 另有 { $count } 个班次
ui-command-until = 至 { $time }

## 病例构成

ui-command-cases = 病例构成
ui-command-by-status = 按救治阶段
ui-command-by-class = 按分类

## 记录

ui-command-records = 记录
ui-command-back = 返回疫情态势
ui-command-work-on = 到责任事项清单办理
ui-command-behind-none = 这个数字背后已没有记录。
ui-command-asked-state = 状态：
ui-command-asked-class = 分类：
ui-command-asked-severity = 病情：
ui-command-asked-level = 等级：
ui-command-asked-unit = 单位：
ui-command-asked-opened-from = 立案不早于
ui-command-asked-onset-from = 发病不早于
ui-command-asked-onset-before = 发病早于
ui-command-asked-reported-from = 报告不早于
ui-command-asked-reported-before = 报告早于
ui-command-asked-confirmed-from = 确诊不早于
ui-command-asked-confirmed-before = 确诊早于
ui-command-asked-ends-from = 结束不早于
ui-command-asked-ends-before = 结束早于
ui-command-asked-due-from = 时限不早于
ui-command-asked-due-before = 时限早于
ui-command-col-number = 编号
ui-command-col-person = 人员
ui-command-col-disease = 病种
ui-command-col-class = 分类
ui-command-col-state = 状态
ui-command-col-onset = 发病
ui-command-col-opened = 立案
ui-command-col-reported = 报告
ui-command-col-case = 病例
ui-command-col-last-exposure = 末次暴露
ui-command-col-determined = 判定
ui-command-col-order = 决定
ui-command-col-group = 对象
ui-command-col-from = 起
ui-command-col-until = 止
ui-command-col-duty = 责任事项
ui-command-col-due = 时限
ui-command-col-subject = 事由
ui-command-col-holder = 值班人
ui-command-col-drawn = 划定单元
ui-command-col-since = 登记时间
ui-command-contact-determined = 已判定
ui-command-contact-reached = 已联系
ui-command-contact-under-order = 已管控
ui-command-contact-released = 已解除
ui-command-contact-became-case = 已转为病例
ui-command-contact-retracted = 已撤销判定

## Tasks, meetings, documents

ui-command-tasks = 任务
ui-command-task = 任务
ui-command-tasks-open = 未办结
ui-command-tasks-mine = 本单位
ui-command-tasks-late = 逾期
ui-command-tasks-submitted = 待核验
ui-command-tasks-ended = 已办结
ui-command-tasks-done = 任务办结
ui-command-no-tasks = 没有任务。
ui-command-does = 承办单位
ui-command-party = 责任方
ui-command-accountable = 责任人
ui-command-deputy = 分管负责人
ui-command-executor = 承办人
ui-command-issuer = 下达单位
ui-command-evidence = 办理情况与证据
ui-command-evidence-hint = 写明清单、数字和可核验之处，不要写个人信息。
ui-command-extension = 申请延期
ui-command-part-of = 所属任务
ui-command-parts = 分解任务
ui-command-receive = 签收
ui-command-receive-text = 确认本单位已收到，并由您承办。
ui-command-submit = 报结
ui-command-ask-extension = 申请延期
ui-command-answer-extension = 批复延期
ui-command-extension-hint = 留空表示不同意延期。
ui-command-verify = 核验销号
ui-command-verify-text = 您已核实任务完成。
ui-command-return = 退回
ui-command-cancel = 撤销任务
ui-command-task-theirs = 由承办单位报结，由下达单位核验。
ui-command-assess = 形势研判
ui-command-assessed = 研判已记录。
ui-command-risk = 风险
ui-command-confidence = 把握程度
ui-command-reasoning = 研判理由
ui-command-review-on = 复核日期
ui-command-review-on-hint = 在此日之前（含当日）可作为部署依据。
ui-command-judgements = 当前研判
ui-command-no-judgement = 暂无研判。没有研判不能部署任务。
ui-command-meetings = 会议
ui-command-meeting = 会议名称
ui-command-meeting-record = 记录会议
ui-command-meeting-recorded = 会议已记录。
ui-command-no-meetings = 没有会议记录。
ui-command-held = 会议时间
ui-command-form = 会议形式
ui-command-chair = 主持人职务
ui-command-chair-hint = 填写职务，不填姓名。
ui-command-agenda = 议程
ui-command-agenda-hint = 每行一项。
ui-command-minutes = 会议记录
ui-command-there = 参会
ui-command-invited = 通知参会单位
ui-command-invited-hint = 未参会的单位将收到会议记录，须签收。
ui-command-attended = 实到单位
ui-command-documents = 文件
ui-command-document = 文件
ui-command-documents-mine = 发给本单位
ui-command-documents-unread = 未签收
ui-command-documents-relayed = 已传达
ui-command-documents-all = 全部
ui-command-no-documents = 没有文件。
ui-command-to = 收文单位
ui-command-from = 来文地区
ui-command-delivered = 送达时间
ui-command-relay-by = 传达期限
ui-command-relay-lag = 传达用时
ui-command-relay-text = 须以本级指令传达部署。
ui-command-have-read = 签收
