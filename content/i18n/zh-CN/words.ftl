# 人看到的词：状态、分类、事实种类、角色等。编号 = 组名-代码（下划线写成短横线）。

## state
state-open = 待办
state-warned = 临期预警
state-overdue = 逾期
state-met = 按时办结
state-met-late = 逾期办结
state-waived = 已免除
state-void = 已失效
state-held = 留观
state-handed-over = 已移交
state-discharged = 已离开
state-issued = 已下达
state-active = 执行中
state-running = 执行中
state-amended = 已变更
state-lifted = 已撤销
state-released = 已解除
state-appealed = 申诉中
state-proposed = 已建议
state-ended = 已结束
state-closed = 已关闭
state-listed = 已交办
state-submitted = 待核验
state-returned = 退回整改
state-verified = 已销号
state-filled = 已补位
state-paused = 已暂停

## mode
mode-live = 实战
mode-drill = 演练

## jobstate
jobstate-queued = 排队
jobstate-running = 运行中
jobstate-done = 完成
jobstate-failed = 失败
jobstate-cancelled = 已取消
audit-look = 查阅
audit-list = 列表
audit-search = 检索
audit-export = 导出
audit-denial = 拒绝
audit-log-in = 登录
audit-log-in-failed = 登录失败
audit-log-out = 退出
audit-account = 账户
audit-grant = 授权
audit-api-key = 程序密钥
audit-setting = 设置
audit-break-glass = 紧急访问
audit-notice = 告知当事人

## job
job-import = 导入
job-export = 导出

## classification
classification-suspected = 疑似病例
classification-probable = 临床诊断病例
classification-confirmed = 确诊病例
classification-asymptomatic = 无症状感染者
classification-discarded = 已排除
classification-none = 未分类

## class: of a contact
class-close = 密切接触者
class-secondary = 密接的密接
class-general = 一般接触者
class-venue = 涉疫场所暴露人员
class-companion = 时空伴随者
class-none = 不属于接触者

## severity
severity-mild = 轻型
severity-moderate = 普通型
severity-severe = 重型
severity-critical = 危重型

## problem severity
weight-minor = 一般问题
weight-major = 较大问题
weight-critical = 重大问题

## fact: kinds
fact-fever-seen = 接诊发热患者
fact-fever-reported = 发热患者报告
fact-visit-disposed = 接诊处置
fact-sample-taken = 采样
fact-test-result = 检测结果
fact-case-opened = 病例立案
fact-case-classified = 病例分类
fact-case-reported = 病例网络报告
fact-card-revised = 传染病报告卡订正
fact-investigation-done = 流行病学调查完成
fact-case-assessed = 病例评估
fact-severity-assessed = 临床分型评估
fact-treatment-planned = 治疗方案确定
fact-case-isolated = 病例隔离
fact-case-admitted = 病例收治
fact-case-ended = 病例转归
fact-case-revised = 按新版清单修订病例
fact-case-taken-over = 接收既往病例
fact-contact-taken-over = 接收既往接触者
fact-import-begun = 开始导入
fact-import-undone = 撤回导入
fact-exposure-recorded = 暴露登记
fact-exposure-retracted = 暴露撤回
fact-contact-determined = 接触者判定
fact-contact-reclassified = 接触者重新判定
fact-contact-reached = 接触者联系到位
fact-contact-ended = 接触者管理结束
fact-order-issued = 隔离决定下达
fact-order-amended = 隔离决定变更
fact-isolation-started = 隔离开始
fact-order-lifted = 隔离决定撤销
fact-order-released = 解除隔离
fact-order-appealed = 对决定提出申诉
fact-appeal-decided = 申诉裁定
fact-order-change-proposed = 建议变更决定
fact-check-done = 健康检查
fact-directive-issued = 指令下达
fact-meeting-held = 召开会议
fact-situation-assessed = 形势研判
fact-assessment-replaced = 研判更新
fact-directive-superseded = 指令被取代
fact-directive-withdrawn = 指令撤回
fact-document-delivered = 文件送达
fact-document-read = 文件签收
fact-document-relayed = 上级指令已传达
fact-task-issued = 任务下达
fact-task-received = 任务签收
fact-task-extension-asked = 申请延期
fact-task-extended = 同意延期
fact-task-extension-refused = 不同意延期
fact-task-submitted = 任务报结
fact-task-returned = 任务退回
fact-task-done = 任务核验销号
fact-task-cancelled = 任务撤销
fact-operating-state-set = 运行状态变更
fact-policy-set = 防控策略决定
fact-task-force-required = 要求组建专班
fact-task-force-staffed = 专班组建
fact-task-force-dissolved = 专班撤销
fact-roll-called = 值班抽查
fact-roll-answered = 抽查应答
fact-leave-asked = 请假外出报备
fact-leave-approved = 准假
fact-leave-refused = 不准假
fact-leave-withdrawn = 销假
fact-major-event-reported = 重大事项报告
fact-major-event-followed = 重大事项续报
fact-major-event-closed = 重大事项办结
fact-occasion-set = 节假日活动登记
fact-roster-approved = 值班表审定
fact-shift-handed-over = 交接班
fact-report-required = 要求报送
fact-report-sent = 报送情况
fact-bulletin-drafted = 起草公告
fact-bulletin-approved = 批准公告
fact-bulletin-released = 发布公告
fact-bulletin-corrected = 更正公告
fact-bulletin-withdrawn = 撤回公告
fact-problem-listed = 问题交办
fact-rectification-submitted = 整改提交
fact-rectification-returned = 整改退回
fact-rectification-verified = 整改核验销号
fact-watch-required = 要求值守
fact-shift-rostered = 排班
fact-duty-gap-found = 发现值守空档
fact-duty-gap-filled = 值守空档补位
fact-area-changed = 区划变更
fact-zone-set = 风险区划定
fact-cluster-found = 发现聚集性疫情
fact-obligation-escalated = 责任事项逐级上报
fact-obligation-waived = 责任事项免除
fact-person-registered = 人员登记
fact-withdrawn = 事实撤回
fact-erased = 个人信息删除
fact-household-formed = 建立家庭户
fact-household-joined = 迁入家庭户
fact-household-left = 迁出家庭户
fact-household-head-set = 指定户主
fact-address-recorded = 登记住址
fact-address-ended = 住址失效
fact-persons-merged = 人员合并
fact-merge-undone = 撤销人员合并
fact-erasure-refused = 拒绝删除
fact-hold-set = 设定法定保全
fact-hold-released = 解除法定保全
fact-purged = 到期清除
fact-handover-offered = 发起责任交接
fact-handover-accepted = 接受责任交接
fact-handover-rejected = 退回责任交接
fact-handover-withdrawn = 撤回责任交接
fact-handover-expired = 责任交接逾期未接
fact-glass-broken = 启用紧急查阅
fact-glass-closed = 关闭紧急查阅
fact-glass-reviewed = 紧急查阅核查
fact-grant-lent = 岗位权限委托
fact-grant-allowed = 批准权限委托
fact-grant-returned = 收回委托权限

## measure
measure-central-isolation = 集中隔离
measure-home-isolation = 居家隔离
measure-health-monitoring = 健康监测
measure-testing = 核酸检测
measure-movement-limit = 限制流动
measure-closure = 关闭场所

## group: for whom a regime is
group-close = 密切接触者
group-secondary = 密接的密接
group-general = 一般接触者
group-venue = 涉疫场所暴露人员
group-companion = 时空伴随者
group-entrant = 入境人员
group-high-zone-stay = 高风险区旅居史人员
group-medium-zone-stay = 中风险区旅居史人员
group-low-zone-stay = 低风险区旅居史人员
group-high-risk-post = 高风险岗位人员
group-infected = 感染者

## role: of a unit
role-command-hq = 疫情防控指挥部
role-command-office = 指挥部办公室
role-cdc = 疾病预防控制中心
role-hospital = 医疗机构
role-laboratory = 检测实验室
role-isolation-site = 集中隔离点
role-sentinel = 哨点
role-community = 社区（村）

## facility
facility-fever-clinic = 发热门诊
facility-township-hospital = 乡镇卫生院
facility-village-clinic = 村卫生室
facility-pharmacy = 药店
facility-school = 学校
facility-port = 口岸
facility-designated-hospital = 定点医院

## post
post-duty = 24小时值班员
post-leader = 负责人

## level
level-country = 国家
level-province = 省级
level-prefecture = 市级
level-county = 县级
level-township = 乡级
level-village = 村级

## kind: of a subject
kind-person = 人员
kind-case = 病例
kind-contact = 接触者
kind-exposure = 暴露
kind-order = 隔离决定
kind-fact = 事实
kind-obligation = 责任事项
kind-unit = 单位
kind-post = 岗位
kind-shift = 班次
kind-user = 用户
kind-visit = 接诊记录
kind-sample = 样本
kind-place = 场所
kind-event = 活动
kind-group = 群组
kind-household = 家庭户
kind-address = 住址
kind-directive = 指令
kind-problem = 督办事项
kind-meeting = 会议
kind-assessment = 形势研判
kind-delivery = 文件送达
kind-task = 任务
kind-posture = 运行状态
kind-task-force = 工作专班
kind-roll-call = 值班抽查
kind-leave = 请假外出
kind-major-event = 重大事项
kind-occasion = 节假日活动
kind-situation-report = 情况报告
kind-daily-bulletin = 疫情公告
kind-area = 区域
kind-consignment = 批次货物
kind-checkpoint = 卡口
kind-import = 导入
kind-job = 任务
kind-file = 文件
kind-glass = 紧急查阅
kind-handover = 责任交接
kind-notice = 告知
kind-regime = 管理措施
kind-rule = 规则
kind-edition = 版次
kind-protocol = 防控方案
kind-disease = 病种

## zone: level of risk
zone-routine = 常态化防控区
zone-prevention = 防范区
zone-low = 低风险区
zone-control = 管控区
zone-medium = 中风险区
zone-lockdown = 封控区
zone-high = 高风险区

## confidence
confidence-a = 官方文本
confidence-b = 地方或推断
confidence-c = 未经证实

## method
method-nat = 核酸检测
method-antigen = 抗原检测
method-culture = 培养
method-serology = 血清学检测

## result
result-positive = 阳性
result-negative = 阴性
result-invalid = 无效
result-withdrawn = 已撤回

## samplestate
samplestate-awaiting = 待出结果
samplestate-resulted = 已出结果
samplestate-withdrawn = 已撤回

## outcome
outcome-recovered = 治愈
outcome-died = 死亡
outcome-ongoing = 尚未结束
outcome-discarded = 已排除
outcome-released = 解除管理
outcome-became-case = 转为病例
outcome-retracted = 撤回
outcome-upheld = 维持
outcome-rejected = 驳回

## proposal, change
proposal-keep = 维持不变
proposal-shorten = 缩短
proposal-convert = 转换
proposal-lift = 撤销
change-extended = 延长
change-shortened = 缩短
change-converted = 转换
change-covered = 增列接触者

## strictness of a changed rule
strictness-stricter = 更严
strictness-looser = 更宽
strictness-same = 相同
strictness-unclear = 无法判断

## effect of a must-not
effect-block = 禁止
effect-warn = 警示

## stage of an investigation
stage-on-site = 现场调查
stage-core-info = 核心信息
stage-preliminary-report = 初步调查报告
stage-full-report = 流调报告

## exposure: kind of
exposure-household = 共同居住
exposure-care = 照料或诊疗
exposure-visit = 探视
exposure-aerosol-procedure = 产生气溶胶的操作
exposure-same-room = 同室工作或学习
exposure-same-facility = 同单位或同设施
exposure-meal = 聚餐聚会
exposure-vehicle = 同乘交通工具
exposure-venue = 同场所
exposure-environment = 接触被污染环境
exposure-same-cell = 时空伴随
exposure-other = 其他

## sex
sex-male = 男
sex-female = 女

## symptom
symptom-fever = 发热
symptom-cough = 咳嗽
symptom-sore-throat = 咽痛
symptom-fatigue = 乏力
symptom-runny-nose = 流涕
symptom-headache = 头痛
symptom-muscle-pain = 肌肉酸痛
symptom-diarrhoea = 腹泻
symptom-loss-of-smell = 嗅觉减退
symptom-rash = 皮疹

## disease
disease-covid19 = 新型冠状病毒肺炎
disease-measles = 麻疹
disease-mpox = 猴痘
disease-influenza = 流行性感冒
disease-cholera = 霍乱
disease-plague = 鼠疫
disease-plague-pneumonic = 肺鼠疫
disease-sars = 传染性非典型肺炎
disease-hpai = 人感染高致病性禽流感
disease-h7n9 = 人感染H7N9禽流感
disease-anthrax = 炭疽
disease-anthrax-pulmonary = 肺炭疽
disease-hiv-aids = 艾滋病
disease-viral-hepatitis = 病毒性肝炎
disease-hepatitis-a = 甲型肝炎
disease-haemorrhagic-fever-renal = 流行性出血热
disease-rabies = 狂犬病
disease-japanese-encephalitis = 流行性乙型脑炎
disease-dengue = 登革热
disease-chikungunya = 基孔肯雅热
disease-dysentery = 细菌性和阿米巴性痢疾
disease-tuberculosis = 肺结核
disease-typhoid = 伤寒和副伤寒
disease-meningococcal-meningitis = 流行性脑脊髓膜炎
disease-pertussis = 百日咳
disease-diphtheria = 白喉
disease-neonatal-tetanus = 新生儿破伤风
disease-scarlet-fever = 猩红热
disease-brucellosis = 布鲁氏菌病
disease-gonorrhoea = 淋病
disease-syphilis = 梅毒
disease-leptospirosis = 钩端螺旋体病
disease-schistosomiasis = 血吸虫病
disease-malaria = 疟疾
disease-mumps = 流行性腮腺炎
disease-rubella = 风疹
disease-acute-haemorrhagic-conjunctivitis = 急性出血性结膜炎
disease-leprosy = 麻风病
disease-typhus = 流行性和地方性斑疹伤寒
disease-kala-azar = 黑热病
disease-echinococcosis = 包虫病
disease-filariasis = 丝虫病
disease-infectious-diarrhoea = 其他感染性腹泻病
disease-norovirus-school = 学校诺如病毒感染
disease-hfmd = 手足口病
disease-polio = 脊髓灰质炎
disease-ebola = 埃博拉病毒病
disease-unknown-respiratory = 不明原因呼吸道传染病
disease-any = 所有病种

## field: as in forms and errors
field-number = 病例编号
field-onset = 发病日期
field-rash = 出疹日期
field-reported = 报告日期
field-death = 死亡日期
field-age = 年龄
field-sex = 性别
field-name = 姓名
field-id-number = 身份证件号
field-phone = 电话
field-address = 住址
field-birth-date = 出生日期
field-area = 区域
field-classification = 病例分类
field-infector = 感染来源
field-exposure-kind = 暴露类型
field-household = 家庭
field-school-class = 班级
field-note = 备注
field-confirmed = 确诊日期
field-hospitalised = 入院日期
field-recovered = 痊愈或出院日期
field-outcome-date = 转归日期
field-age-unit = 年龄单位
field-given-name = 名
field-family-name = 姓
field-birth-year = 出生年
field-birth-month = 出生月
field-birth-day = 出生日
field-street = 街道
field-house-number = 门牌号
field-postcode = 邮政编码
field-city = 城镇
field-area-1 = 一级区域
field-area-2 = 二级区域
field-area-3 = 三级区域
field-infector-2 = 可能的感染来源二
field-infector-3 = 可能的感染来源三
field-linked = 关联病例
field-case = 病例
field-first-contact = 首次接触日期
field-last-contact = 末次接触日期
field-relation = 与病例关系
field-follow-up-until = 随访截止日期
field-to = 暴露方
field-started = 暴露开始日期
field-ended = 暴露结束日期
field-event = 事件
field-involvement = 参与情况
field-date-formats = 日期格式
field-encoding = 编码
field-extras = 其他栏
field-missing-number = 缺号规则
field-renumber = 换号规则
field-disease = 病种
field-edition = 版次
field-basis = 依据
field-reason = 理由
field-ends-on = 结束日期
field-starts-on = 开始日期
field-started-at = 开始时刻
field-ended-at = 结束时刻
field-occurred-at = 发生时刻
field-sampled-at = 采样时刻
field-resulted-at = 出结果时刻
field-due-at = 期限
field-unit = 单位
field-post = 岗位
field-role = 角色
field-level = 级别
field-symptoms = 症状
field-temperature-c = 体温
field-result = 结果
field-method = 方法
field-ct = Ct值
field-kind = 类型
field-place = 场所
field-subject = 对象
field-severity = 临床分型
field-outcome = 转归
field-measure = 措施
field-group = 人群
field-form = 形式
field-days = 天数
field-grounds = 理由
field-second = 核验信息
field-most-uses = 最多使用次数
field-clinical-items = 临床表现项数
field-epi-items = 流行病学史项数
field-disposition = 处置
field-stage = 阶段
field-exposures = 陈述的接触
field-fields = 事实字段
field-fact = 事实种类
field-facts = 陈述的事实
field-from = 起
field-until = 止
field-title = 标题
field-now = 当前时间
field-chair-post = 主持人职务
field-venues = 会场
field-agenda = 议程
field-invited = 通知参会单位
field-attended = 参会单位
field-minutes = 会议记录
field-reasoning = 研判理由
field-review-on = 复核日期
field-whole-due-at = 总任务期限
field-cooperating = 配合单位
field-sector = 工作领域
field-accountable = 责任人
field-deputy = 分管负责人
field-executor = 承办人
field-party = 责任方
field-evidence = 证据
field-state = 状态
field-policy = 防控策略
field-from-on = 起始日期
field-until-on = 截止日期
field-remit = 职责
field-lead = 组长
field-members = 成员
field-substitute = 顶岗人员
field-destination = 目的地
field-category = 类别
field-happened-at = 发生时间
field-report = 报告内容
field-protect-from-on = 保障起始日
field-protect-until-on = 保障截止日
field-roster-by = 值班表期限
field-said = 自报数
field-explained = 差异原因
field-cut-off-hour = 截止时点
field-minutes-to-write = 编写时限（分钟）
field-text = 正文
field-as-of = 数据时点
field-units = 单位
field-tasks = 任务
field-problems = 问题清单
field-recipients = 收文单位
field-source = 来源
field-held-at = 会议时间
field-minutes-to-answer = 应答时限（分钟）
field-confidence = 把握程度
field-risk = 风险等级
field-facility = 机构类型
field-password = 密码
field-login = 用户名
field-limit = 每页行数
field-parent = 上级代码
field-code = 代码
field-delimiter = 分隔符
field-date-format = 日期格式

## other words
word-conjunction = 、
word-drill-banner = 演练，非实战

# 回执中的提醒。
warning-order-warned = 该决定触及九不准 { $rule }，提醒随决定保留。
warning-order-add-on = 该决定超出现行方案 { $rule }：多 { $days } 天、多 { $tests } 次检测，多隔离 { $isolation_days } 天，多集中隔离 { $central_days } 天，已标记为层层加码。
warning-clock-held = 时钟显示 { $asked }，早于已记录的时间；按 { $held } 记录。请检查本机时间。
arealink-same = 同一区域
arealink-heir = 承接记录
arealink-heir-with-rights = 承接记录与权限
arealink-part = 其中一部分

## handover: states of an offer of duties
handover-offered = 待接收
handover-accepted = 已接收
handover-rejected = 已退回
handover-withdrawn = 已撤回
handover-expired = 逾期未接

## ground: why a record was opened in an emergency
ground-life-at-risk = 危及生命
ground-transfer = 转运交接
ground-urgent-tracing = 紧急流调
ground-legal-request = 依法调取
ground-other = 其他

## finding: what a review says
finding-justified = 正当
finding-unjustified = 不当

## casestate: 病例处置到哪一步
casestate-open = 处置中
casestate-isolated = 已隔离
casestate-admitted = 已收治
casestate-ended = 已结案

## grant: 岗位授予的角色
grant-commander = 指挥长
grant-office = 指挥部办公室
grant-epidemiologist = 流调人员
grant-sentinel = 哨点人员
grant-laboratory = 检验人员
grant-clinician = 临床医生
grant-community-worker = 社区工作人员
grant-isolation-site = 隔离点人员
grant-transport = 转运人员
grant-supervisor = 督导人员
grant-auditor = 审计人员
grant-integrator = 数据对接程序
grant-administrator = 系统管理员

## rows: 文件各行是什么
rows-cases = 病例
rows-contacts = 接触者
rows-exposures = 传播关系
rows-event-participants = 活动参加者
rows-exported-cases = 本系统导出的病例
rows-exported-contacts = 本系统导出的接触者
rows-exported-exposures = 本系统导出的暴露

## guess: 列为何对应某个字段
guess-heading = 按标题
guess-part-of-heading = 按标题的一部分
guess-taken = 另一列更相符
guess-values = 值不相符
guess-unknown = 无法识别

## ageunit: 年龄单位
ageunit-years = 岁
ageunit-months = 月
ageunit-weeks = 周
ageunit-days = 天

## importstate
importstate-running = 进行中
importstate-done = 已完成
importstate-broken-off = 中途断开
importstate-cancelled = 已停止
importstate-undone = 已撤销

## records: 导出的记录种类
records-cases = 病例
records-contacts = 接触者
records-exposures = 暴露
records-orders = 隔离决定
records-obligations = 责任事项
records-tests = 检测结果
records-visits = 就诊
records-chains = 传播链

## format: 文件格式
format-csv = CSV
format-xlsx = Excel（XLSX）
format-json = JSON
format-ndjson = JSON，每行一条
format-graphml = GraphML

## areachange: 区划变更
areachange-renamed = 更名
areachange-founded = 新设下级地区
areachange-moved = 改属
areachange-recoded = 更换代码
areachange-merged = 并入其他地区
areachange-split = 拆分
areachange-abolished = 撤销

## kept: 保存期限涉及的数据
kept-person = 人员
kept-audit = 审计条目
kept-command-key = 命令键
kept-session = 已结束的会话
kept-outbox = 变更通知

## health
health-good = 正常
health-warning = 警告
health-fault = 故障

## check: 检查项目
check-folder = 数据目录
check-keys = 密钥文件
check-disk = 磁盘
check-backup = 备份
check-database = 数据库
check-postgres = PostgreSQL
check-schema = 表结构
check-tables = 数据表
check-journal = 台账
check-ring = 密钥环
check-index = 检索索引
check-provider = 统一身份认证平台
check-clock = 时钟
check-timers = 定时
check-users = 用户
check-areas = 地区
check-posts = 岗位

## lent: 委托状态
lent-waiting = 待同意
lent-planned = 未开始
lent-lent = 生效中
lent-expired = 已到期
lent-ended = 已终止

## may: 权限
may-report-fever = 报告发热
may-record-test = 登记采样和结果
may-register-person = 登记人员
may-read-personal = 查看个人身份信息
may-erase-person = 清除人员
may-read-cases = 查看病例
may-manage-cases = 管理病例
may-treat-cases = 诊治病例
may-trace-contacts = 追踪接触者
may-read-orders = 查看隔离决定
may-issue-orders = 签发隔离决定
may-carry-out-orders = 执行隔离决定
may-decide-appeals = 处理申诉
may-read-obligations = 查看责任事项
may-waive-obligations = 免除责任事项
may-hand-over = 交接
may-issue-directives = 发出督办
may-rectify = 整改
may-verify-rectification = 核验整改
may-manage-duty = 管理值班
may-set-zones = 划定风险区
may-set-posture = 决定运行状态和防控策略
may-release-bulletins = 发布公告
may-import-cases = 导入名单
may-withdraw-facts = 撤回事实
may-read-audit = 查看审计
may-review-glass = 核查紧急查阅
may-administer = 管理

## did: 审计中的操作
did-person-read = 查看个人身份信息
did-person-search = 检索人员
did-person-addresses = 查看住址
did-person-trace = 查询对此人的查看
did-person-match-request = 向外地查询人员
did-person-match-accept = 告知人员所在
did-person-match-decline = 不予告知
did-record-read = 查看记录
did-case-read = 查看病例
did-case-list = 查看病例列表
did-contact-read = 查看接触者
did-contact-list = 查看接触者列表
did-order-read = 查看隔离决定
did-order-list = 查看隔离决定列表
did-notice-make = 出具告知
did-notice-revoke = 作废告知
did-notice-list = 查看告知列表
did-notice-read = 凭告知查看措施
did-notice-object = 凭告知提出申诉
did-notice-open = 尝试打开告知
did-notice-second = 核对告知的核验信息
did-visit-read = 查看就诊
did-obligation-read = 查看责任事项
did-obligations-list = 查看责任事项列表
did-facts-list = 查看事实
did-schedule-list = 查看日程
did-four-musts-list = 查看四应名单
did-four-earlies-list = 查看四早名单
did-chain-read = 查看传播链
did-glass-open = 紧急打开记录
did-glass-rules-set = 设定紧急查阅规则
did-export-ask = 申请导出
did-export-write = 写出导出文件
did-export-name = 列入导出
did-file-read = 下载文件
did-session-begin = 登录
did-session-end = 结束会话
did-sessions-end = 结束全部会话
did-user-make = 创建用户
did-user-disable = 停用用户
did-user-enable = 恢复用户
did-password-change = 更改本人密码
did-password-reset = 重设密码
did-post-give = 授予岗位
did-post-end = 终止岗位
did-second-factor-confirm = 设置第二重验证
did-second-factor-remove = 取消本人第二重验证
did-second-factor-reset = 取消他人第二重验证
did-second-factor-require = 设定需要第二重验证的角色
did-api-key-make = 生成密钥
did-api-key-revoke = 吊销密钥
did-retention-set = 设定保存期限
did-drill-clock-set = 拨动演练时钟
did-mapping-save = 保存对应方案
did-mapping-forget = 删除对应方案
did-view-save = 保存列表视图
did-view-rename = 重命名列表视图
did-view-forget = 删除列表视图
did-areas-load = 导入地区

## section: 防控方案的各部分
section-case-definition = 病例定义
section-contact-class = 接触者分类
section-regime = 管理措施
section-zone = 风险区
section-cluster = 聚集性疫情
section-notation = 简写
section-report-clock = 报告时限
section-parameter = 数值
section-obligation = 责任事项
section-must-not = 九不准

## rulechange: 规则的变化
rulechange-added = 新增
rulechange-removed = 删去
rulechange-changed = 有变

## stay: 管理期间在何处
stay-c = 集中隔离
stay-h = 居家隔离
stay-m = 居家健康监测
stay-c-or-h = 集中或居家隔离
stay-t = 仅检测
## contactstate：接触者管理进度
contactstate-determined = 已判定
contactstate-reached = 已联系到位
contactstate-under-order = 管控中
contactstate-released = 已解除
contactstate-became-case = 已转为病例
contactstate-retracted = 已撤回
## evidence：为何可能是同一人
evidence-id-number = 身份证号相同
evidence-phone = 电话相同
evidence-name-exact = 姓名相同
evidence-name-variant = 姓名简繁相同
evidence-name-sound = 姓名读音相同
evidence-name-one-off = 姓名差一字
evidence-birth-year = 出生年相同
evidence-sex = 性别相同
## addresskind
addresskind-home = 住址
addresskind-work = 单位
addresskind-stay = 临时停留
## orderground：依何情形下达
orderground-contact-class = 接触者类别
orderground-zone-stay = 在风险区停留
orderground-origin-area = 来自某地
orderground-post = 高风险岗位
orderground-travel = 出行
orderground-student = 学生
orderground-checkpoint = 检查点
orderground-medical = 医疗
orderground-place = 场所
orderground-other = 其他
## placekind：关闭或限制的场所
placekind-home = 家中
placekind-market = 市场
placekind-shop = 商店
placekind-restaurant = 餐馆
placekind-school = 学校
placekind-workplace = 工作单位
placekind-theatre = 影剧院
placekind-entertainment = 娱乐场所
placekind-amusement-park = 游乐场
placekind-chess-card-room = 棋牌室
placekind-other = 其他场所
## exposurestate
exposurestate-standing = 有效
exposurestate-retracted = 已撤回

# 对通稿原文的清理
noise-punctuation = 标点
noise-gloss = 删去注音
noise-restored = 补上丢字
noise-gap = 丢字
noise-markup = 网页标记
noise-mojibake = 乱码
noise-script = 繁体转简体
noise-spam-word = 广告词
noise-spam-line = 广告行
noise-furniture = 不属于正文
noise-twice = 重复
noise-cut = 中断

## taskstate: how a task stands

taskstate-issued = 已下达
taskstate-received = 已签收
taskstate-submitted = 待核验
taskstate-returned = 已退回
taskstate-done = 已销号
taskstate-cancelled = 已撤销

## risk, confidence: a judgement of the situation

risk-low = 低风险
risk-moderate = 中等风险
risk-high = 高风险
risk-very-high = 极高风险
confidence-low = 把握较低
confidence-satisfactory = 把握适中
confidence-high = 把握较高

## party: the four parties of the responsibility

party-territory = 属地
party-department = 部门
party-unit = 单位
party-individual = 个人

## document, directivestate, meeting: what goes down the chain of command

document-delivered = 未签收
document-read = 已签收
document-relayed = 已传达
directivestate-superseded = 已被取代
directivestate-withdrawn = 已撤回
directivestate-in-force = 有效
meeting-leading-group = 领导小组会议
meeting-enlarged = 扩大会议
meeting-teleconference = 电视电话会议
meeting-commanders = 指挥长会议
meeting-dispatch = 调度会议
meeting-consultation = 会商
meeting-other = 其他会议

## bulletin, figure: what is told to the public

bulletin-draft = 草稿
bulletin-released = 已发布
bulletin-corrected = 已更正
bulletin-withdrawn = 已撤回
figure-cases-total = 累计病例
figure-cases-new = 24小时新增
figure-cases-active = 现有病例
figure-cases-probable = 临床诊断病例
figure-cases-asymptomatic = 无症状感染者
figure-cases-confirmed = 确诊病例
figure-orders-in-force = 在执行管控措施
figure-duties-overdue = 逾期责任事项
