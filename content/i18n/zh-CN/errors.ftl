# 每个错误代码一句话：哪里不对、怎么办。代码中的点和下划线在这里写成短横线。
# 位置由程序加在句前。可缺的参数缺省时为 none。

## 位置

at-source = { $source }：
at-line = 第 { $line } 行：
at-position = 第 { $line } 行第 { $column } 列：
at-cell = 第 { $line } 行“{ $field }”栏：
at-field = “{ $field }”：
at-source-line = { $source } 第 { $line } 行：
at-source-position = { $source } 第 { $line } 行第 { $column } 列：
at-source-cell = { $source } 第 { $line } 行“{ $field }”栏：
at-source-field = { $source } 中“{ $field }”：

## 数值

value-invalid = { $field }不能是“{ $value }”{ $expected ->
    [none] ，请更正。
   *[other] ，应为：{ $expected }。
}
value-invalid-id = “{ $value }”不是有效的编号，应为：{ $expected }。请检查是否抄写完整。
value-invalid-date = “{ $value }”不是有效日期，或者历法上没有这一天。请按 { $expected } 填写。
value-invalid-instant = “{ $value }”不是有效时刻。请写明日期、时间和时区，例如 2022-07-01T09:00:00+08:00。
value-invalid-span = “{ $value }”不是有效时长。请写成 2h、1h30m 或 10d 的形式。
value-invalid-zone = 没有名为“{ $value }”的时区。请使用 IANA 名称，例如 Asia/Shanghai。
value-missing = 缺少{ $field }，请补填。
value-too-long = { $field }有 { $length } 个字符，最多 { $max } 个。请缩短。
value-out-of-range = { $field }为 { $value }，应在 { $min } 与 { $max } 之间。
value-impossible-age = 年龄 { $value } 不可能，应在 0 与 { $max } 岁之间。请核对出生日期或年龄。
value-dates-out-of-order = { $later_field }（{ $later }）早于{ $earlier_field }（{ $earlier }）。请核对这两个日期。
value-in-future = { $field }（{ $value }）在未来，现在是 { $now }。请核对日期，或检查系统时钟。

## 请求

request-unreadable-body = 请求内容无法读取：{ $detail }。请按接口文档更正后重发。
request-too-large = 请求内容超过上限 { $max }。请分成几次提交。
page-invalid-limit = 每页行数不能是 { $value }，应在 1 与 { $max } 之间。
page-invalid-cursor = 翻页标记“{ $value }”不是本系统给出的。请从第一页重新开始。
idempotency-invalid-key = 幂等键“{ $value }”缺失或格式不对。请为每个命令生成一个新的 UUID。
idempotency-other-body = 幂等键 { $key } 已用于另一内容的命令。新命令请换新键；重发请保持内容不变。

## 区域与记录

area-invalid-code = “{ $value }”不是区域代码，代码为 1 至 32 个字母、数字、短横线或下划线。
area-unknown = 区域树中没有“{ $value }”。请核对行政区划代码，或先导入该区域。
area-duplicate = 区域代码 { $value } 重复，首次出现在第 { $first_row } 行。请删去其中一行。
area-loop = 区域互为上下级：{ $chain }。请更正上级代码。
boundary-open-ring = 该环有 { $positions } 个坐标点，未围成区域：至少需要三个顶点，且末点须与首点相同。
boundary-crosses-itself = 该环在 { $position } 附近自相交，请先用制图软件修正边界。
boundary-hole-outside = 该内环在 { $position } 附近位于外环之外。
boundary-crosses-antimeridian = 该环在 { $position } 附近越过 180 度经线，请按 GeoJSON 的规定在此处拆分多边形。
area-ended = 区域 { $value } 已于 { $on } 撤销，请使用现行区域。
area-code-used = 代码 { $value } 属于现有或曾有的区域，请为新区域选用从未使用过的代码。
area-children-left = 区域 { $value } 之下尚有 { $children }，不能撤销。请先说明其归属。
area-no-heir = 没有区域承接 { $value }，权限无从随转。请选择终止权限，或指明承接的区域。
area-nothing-changed = 区域 { $value } 没有任何变化。
area-out-of-order = 区域 { $value } 最近一次变更于 { $since } 生效，不能在其后补记 { $on } 的变更。
area-unreadable-change = 区域 { $value } 的 { $field } 与原来不同（{ $before } → { $after }），从表格中看不出是何种变更。请先单独登记该项变更。
record-not-found = 找不到{ $kind } { $id }，或者它不在您的管辖区域内。
record-edit-conflict = { $kind } { $id } 在您读取之后已被他人修改（{ $fields }）。请重新读取，核对后再提交。
person-erased = 人员 { $id } 的个人信息已依规删除，不能再读取。
person-merged-already = 人员 { $id } 已并入 { $into }。请改用后者。
person-merge-circle = { $id } 与 { $into } 已是同一人员。请指定两个不同的人员。
person-not-merged = 人员 { $id } 没有合并记录，无可撤销。
household-member-elsewhere = 人员 { $id } 已在家庭户 { $household } 中。请先办理迁出。
household-not-member = 人员 { $id } 不在家庭户 { $household } 中。
person-possible-duplicate = 已有相同身份证件号的人员登记：{ $ids }。请使用该人员；确系另一人的，注明 known_duplicate 后另行登记。
person-id-number-invalid = 身份证号码不正确：{ $fault ->
    [length] 位数不对，应为18位（旧号15位）
    [region] 前两位不是省级行政区代码
    [birth_date] 第7至14位不是有效的出生日期
   *[checksum] 末位校验码不符，至少有一位有误
 }。请对照证件核对。
person-id-number-contradicts = 填报的{ $field }为 { $stated }，身份证号码显示为 { $told }。请更正其中有误的一项。

## 登录与权限

access-unauthenticated = 尚未登录，或登录已失效。请重新登录。
access-wrong-password = 用户名或密码不正确。
access-locked-out = 失败次数过多，{ $retry_at } 之后才能再试。
access-busy = 此刻登录的人太多，请在 { $retry_at } 之后再试。
access-forbidden = 您的岗位无权进行此操作：{ $action }。如确有需要，请向上级申请授权。
access-password-due = 当前密码由他人设置，请先修改密码再继续。
access-password-unchanged = 新密码与原密码相同，请另选一个。
access-code-needed = 除密码外，还需要第二因素验证码。
access-wrong-code = 验证码不正确、已过期或已使用过。请等待下一个验证码再试。
access-second-factor-due = 您的角色要求启用第二因素验证，请先完成设置再继续。
access-second-factor-active = 已设置第二因素验证，请先移除。
access-own-session-only = 此操作只能由用户本人登录后进行，程序密钥不得代办。
access-no-provider = 本系统没有启用统一身份认证登录。请用密码登录。
access-provider-unavailable = 统一身份认证平台没有正常应答。请稍后再试；如果一直如此，请告知本系统的运维人员。
access-sign-in-refused = 这次统一身份认证登录无法完成。请重新开始登录。
access-not-admitted = 统一身份认证平台认识您，但没有授权您使用本系统。请让本单位为您开通。
access-no-account = 统一身份认证平台认识您，但本系统没有与您关联的可用账号。请联系管理员。
access-password-not-used = 本系统只允许管理员用密码登录。请通过统一身份认证登录。
access-sign-in-again = 此操作要求刚刚登录过。请重新通过统一身份认证登录，并在十分钟内完成。
access-identity-taken = 该身份已关联到另一个账号。
access-not-lendable = 此权限不得委托他人：{ $action }。确有需要的，请由管理员另行授予岗位。
access-loan-ended = 该委托（{ $id }）已经终止。
access-glass-not-needed = 该记录本就在您的查阅范围内，无须紧急查阅。
access-glass-limit = 您一日内的紧急查阅已达 { $max } 次上限，请在 { $retry_at } 之后再试，或联系记录所属地区。
access-glass-ended = 该次紧急查阅（{ $id }）已经结束。
access-glass-reviewed = 该次紧急查阅（{ $id }）已经核查。
access-glass-own-review = 本人发起的紧急查阅，必须由他人核查。

## 系统

installation-wrong-mode = 本系统处于“{ $mode }”模式，不能执行此命令。演练命令只能在演练系统上执行，实战命令只能在实战系统上执行。
clock-backwards = 业务时钟倒退到 { $asked }，已停在 { $held }。请检查主机时间。
store-newer-version = 数据库版本 { $database } 比程序版本 { $program } 新。请升级程序后再启动。
store-locked = 数据库 { $path } 正被运行中的服务占用。请通过该服务操作，或先停止它。
store-rebuilding = 数据表正在从流水账重建，或重建曾被中断。请等待完成，或重新运行 fenghuo admin rebuild。
store-restoring = 对此数据库的恢复已开始但未完成，其中只有一部分数据。请重新运行 fenghuo admin restore，它会从头开始。
store-older-version = 数据库版本为 { $database }，早于本程序（{ $program }）。请用原程序备份，或先启动一次本程序完成升级。
store-not-empty = 数据库不是空的：{ $table } 已有 { $rows } 行。恢复和复制只能写入空数据库；请指定新的数据目录或数据库。
law-under-hold = { $id } 的数据处于法定保全中，不得删除。请先解除保全。
config-unreadable = 无法读取配置：{ $detail }。
config-unknown-key = 没有配置项“{ $key }”。是否想写“{ $nearest }”？
config-given-twice = 配置项“{ $key }”又由“{ $other }”给出。请只保留一处。
config-misplaced = 数据目录中的配置文件不能设置“{ $key }”。请用 --config 指明配置文件，或用 --data 指明数据目录。
backup-unreadable = { $fault ->
    [not_a_backup] 该文件不是烽火的备份。
    [truncated] 备份不完整：内容在第 { $byte } 字节处中断（表 { $table }，第 { $row } 行之后）。请改用另一份。
    [trailing] 备份结尾之后还有内容（第 { $byte } 字节之后），文件已被改动。请改用另一份。
   *[altered] 备份已被改动或损坏：内容第 { $byte } 字节起不符（表 { $table }，第 { $row } 行之后）。请改用另一份。
}
backup-newer-version = 备份由更新的程序制作（{ $made_by }，表版本 { $backup }；本程序为 { $program }）。请先升级程序再恢复。
backup-locked = 备份已加密，此口令或密钥无法打开。
backup-exists = { $path } 已存在。请另取文件名；不会覆盖任何文件。
backup-keys-in-the-open = 含密钥环的备份必须加密。请加 --encrypt、--passphrase-file 或 --recipient，或去掉 --with-keys 并另行保管密钥文件。
backup-unreachable = 无法读写 { $path }：{ $detail }
store-disk-full = 磁盘已满，本次内容没有记录。请腾出空间后重新提交。
store-unavailable = 数据库无法连接或发生故障，本次内容没有记录。请稍后重试；若仍失败，请联系管理员。
store-inconsistent = 已存数据前后矛盾：{ $detail }。请运行 fenghuo admin verify 并联系管理员。
journal-chain-broken = 日志链在 { $writer } 的第 { $seq } 条断裂：{ $detail }。请停止写入，保留现场，并从备份核对。
audit-chain-broken = { $writer } 的审计链在第 { $seq } 条断裂：{ $detail }。审计记录本身已被改动：请保留现场，并与备份核对。
keys-missing = 个人信息的密钥不可用或校验失败：{ $detail }。请恢复密钥文件后重试。
internal = 系统内部出错，本次操作没有完成。请稍后重试；若仍失败，请联系管理员。

## 防控方案

protocol-unreadable = 防控方案文件无法读取：{ $detail }。请更正文件格式。
protocol-unknown-field = 防控方案中没有这一字段：{ $detail }。请检查拼写。
protocol-loop = 规则首尾相接成环：{ $path }。请断开其中一处。
protocol-unknown-reference = 引用的{ $kind }“{ $value }”在所有文件中都没有定义。请更正名称或补上定义。
protocol-duplicate-rule = 规则编号 { $rule } 重复。请给其中一条换编号。
protocol-overlay-clash = 规则 { $rule } 被两个同级地方细则同时改动：{ $first } 与 { $second }。请只保留一个。
protocol-missing-basis = 地方细则新增的规则 { $rule } 没有写明依据。请补上 basis。
protocol-incomplete-rule = 规则 { $rule } 缺少 { $field }。每条规则都要写明要求、来源和可信度。
protocol-invalid-regime = 管理措施“{ $value }”无法读取：{ $detail }。正确写法如 C7@1,2,3,5,7 M3@3。
protocol-ambiguous-notation = “{ $value }”有多种含义。{ $question }
protocol-example-failed = 示例 { $example } 不成立：应为 { $expected }，得到 { $got }。请核对规则或示例。
protocol-not-in-force = { $at } 在 { $area } 没有生效的“{ $disease }”防控方案。请核对日期，或先载入方案。
condition-syntax = 条件表达式有语法错误：{ $detail }。
condition-unknown-name = 条件中用了不存在的名称“{ $name }”。可用的名称：{ $known }。
condition-undeclared-need = 条件用到“{ $name }”，但规则的 needs 中没有列出。请补上。
condition-wrong-type = 条件中类型不符：得到 { $found }，应为 { $expected }。
condition-too-large = 条件超出限制：{ $limit }最多 { $max }。请拆成几条规则。
condition-failed = 规则 { $rule } 的条件在计算时出错：{ $detail }。请联系方案维护人员。

## 业务

exposure-self-link = 编号 { $id } 与自己相连。请更正感染来源。
exposure-cycle = 传播链首尾相接：{ $chain }。没有人能被自己的接触者感染，请更正其中一处感染来源。
exposure-impossible = { $infector } 发病明显晚于 { $infected }，不可能是其感染来源。请核对两人的发病日期。
case-wrong-state = 病例目前的状态不允许此操作：{ $detail }。
case-reason-missing = 人工判定病例分类必须写明理由。请补填。
order-incomplete = 隔离决定缺少{ $field }。没有依据、理由和结束日期的决定不能成立，请补填。
order-mismatch = 决定所列{ $field } { $id } 与该决定不符：{ $fault ->
    [person] 属于其他人员
    [disease] 属于其他疾病
    [ended] 已不再有效
    [class] 其类别要求更严的决定，请撤销后另行作出，或指明更严的方案
    [end] 其本身的管理期晚于该决定结束，请后移第0天，或另行作出决定
   *[case] 既不是该接触者的病例，也不是本人的病例
  }。
order-forbidden = 该决定违反“九不准” { $rule }：{ $text }。请撤回或修改。
order-add-on = 该措施比现行方案更严（规则 { $rule }，超出：{ $beyond }），且没有经批准的理由，属于层层加码。请按方案执行，或报上级批准。
order-wrong-state = 隔离决定现为“{ $state }”，不能{ $action }。
order-not-releasable = 尚未达到解除条件（规则 { $rule }）：{ $detail }。
notice-not-good = 该链接或告知码无法打开内容：可能不存在、已失效、已作废或已锁定，或核验信息不符。请核对纸面内容，或联系出具单位。
notice-nothing-besides = 该人员未登记{ $field }，告知码无从核验。请改选另一项、先补登，或改用链接。
notice-too-many = 本措施已有 { $max } 个有效的链接或告知码，请先作废不再需要的。
fact-not-withdrawable = 此类事实（{ $kind }）不能撤回。请用相应的办法更正：解除隔离决定、撤销暴露记录、重新判定分类等。
fact-withdrawn-already = 事实 { $id } 已经撤回过。
obligation-closed = 该责任事项已办结，状态为“{ $state }”，不能再次办结。
obligation-reason-missing = 免除责任事项必须写明理由。请补填。
obligation-no-holder = 从 { $area } 逐级向上都没有担任“{ $role }”的单位。请先登记该单位。
handover-wrong-state = 该责任交接的状态为“{ $state }”，不能进行此操作：{ $action }。
handover-offered-already = { $id } 已在责任交接 { $handover } 中待对方确认。请等待答复，或先撤回该次交接。
handover-out-of-area = 单位 { $unit } 不负责 { $id } 所属的地区。
handover-same-holder = { $id } 本就由该单位、岗位或人员负责，无须交接。
handover-nothing-open = 所交接的事项均已办结，无可交接。
problem-verifier-is-executor = 整改单位不能核验自己的整改。请由其他单位核验。
problem-wrong-state = 督办事项现为“{ $state }”，不能{ $action }。
task-wrong-state = 任务现为“{ $state }”，不能{ $action }。
task-not-yours = 此事由单位{ $unit }办理，请以该单位身份操作或联系该单位。
task-nobody-answers = 单位{ $unit }无人在岗，任务无法落实到人。请先为该单位设岗定人，或改派其他单位。
task-not-of-unit = { $user }在单位{ $unit }没有岗位（字段 { $field }），请指定该单位人员。
task-open-subtasks = 本任务尚有 { $open } 项分解任务未完成，请先核验销号或撤销。
directive-no-assessment = { $area }目前没有有效的形势研判。请先形成研判，并在指令中注明。
directive-outranked = { $issued }的指令不能由{ $area }的指令取代：只有同级或上级指挥部可以。
directive-wrong-state = 指令现为“{ $state }”，已不再有效。
directive-not-delivered = 上级指令没有送达{ $area }的单位，无法由此传达。请按外来文件录入。
posture-same = 已经是“{ $state }”，无需变更。
duty-wrong-state = 现为“{ $state }”，不能{ $action }。
duty-substitute-away = { $user }不能顶岗：其为请假本人，或届时也不在岗。请另行指定。
duty-stands-in = 您自{ $from }至{ $to }须为他人顶岗。请先另行安排顶岗人员，或改期。
duty-roster-gaps = 值班表有 { $gaps } 处空档。第一处：岗位{ $post }自{ $from }至{ $to }无人值守。请补齐后再审定。
duty-own-leave = 本人的请假或由本人顶岗的请假，须由他人审批。
report-wrong-state = 报告现为“{ $state }”，不能报送。
report-unexplained = { $figure }：报 { $said }，而记录或上次报告为 { $counted }。请说明原因，或更正记录。
bulletin-wrong-state = 公告现为“{ $state }”，不能{ $action }。
bulletin-same-person = 您已批准过此公告，须由另一人再次批准。
bulletin-figures-differ = { $figure }：公告为 { $said }，而该时刻的记录为 { $counted }。请重新起草。
bulletin-names-somebody = { $field }含有疑似电话或身份证件号码。公告不得指明个人。
duty-shift-overlap = 同一岗位的班次重叠：{ $from } 至 { $to }。请调整排班。

## 任务与文件

job-ended = 该任务已{ $state ->
    [done] 完成
    [failed] 失败
    [cancelled] 取消
   *[other] 结束
}，无需停止。
job-cancelled = 任务在完成前被取消。
job-interrupted = 任务运行中服务器停止，此类任务不会自动续做。请重新提交。
file-incomplete = 文件 { $id } 不完整：发送或生成中途停止。请重新发送或生成。

## 导入

import-unknown-column = 映射把{ $field }对应到“{ $column }”栏，但文件没有这一栏。请更正映射或文件表头。
import-unreadable = 文件无法按映射读取：{ $detail }。请检查文件格式。
import-refused = 有 { $rows } 行被拒绝，整个文件没有导入。请更正被拒绝的行后重新导入。
import-unknown-link = 感染来源“{ $value }”在文件和数据库中都没有。请更正编号，或先导入该病例。
import-duplicate-number = 病例编号“{ $value }”重复，首次出现在第 { $first_row } 行。请核对编号。
import-encoding = 文件按 { $encoding } 编码读取，但第 { $byte } 字节不符合该编码。请统一另存为一种编码（如“CSV UTF-8”），或指明正确的编码。
import-mixed-encodings = 文件按 { $encoding } 编码读取，但第 { $byte } 字节处混有 UTF-8 内容。请统一另存为一种编码；若内容无误，请指明编码。
import-nul-byte = 文件含有 NUL 字节，可能已损坏或不是文本。请重新导出。
import-unclosed-quote = 本行的引号没有闭合。请补上引号；如引号属于内容，请写两个。
import-unsupported-format = 这不是可以读取的表格（{ $format }）。请另存为 XLSX、CSV 或 JSON。
import-unsupported-kind = 不能导入“{ $kind }”类记录。可导入病例、接触者、暴露关系和事件参与者。
import-unknown-sheet = 工作簿没有名为“{ $sheet }”的工作表。现有：{ $known }。
import-zip-bomb = 文件展开后超过 { $max }，未读取。请用电子表格软件重新保存，或另存为 CSV。
import-too-many-columns = 表格超过 { $max } 列。请检查分隔符，或删去多余的列。
import-row-too-long = 本行超过 { $max } 字节。请检查是否有引号未闭合。
import-empty = 文件没有表头或没有数据行。请检查是否选错文件。
import-too-many-rows = 文件超过 { $max } 行。请分成几个文件导入。
import-row-length = 本行有 { $found } 格，表头有 { $expected } 格。请检查多余或缺少的分隔符和引号。
import-unknown-field = 病例一览表没有“{ $field }”这一字段。可用的字段：{ $known }。
import-duplicate-column = 表头“{ $column }”出现两次。请给其中一栏改名。
import-wrong-state = 该导入的状态为 { $state }：只有已结束且未撤回的导入才能撤回。

# 通稿
bulletin-empty = 通稿没有内容。请粘贴全文。
bulletin-too-long = 通稿有 { $length } 字节，最多读 { $max } 字节。请只粘贴一篇通稿。
bulletin-not-chinese = 这段文字几乎没有中文：只读中文（简体或繁体）通稿。
bulletin-only-spam = 这段文字只有广告，没有通稿。请复制文章正文。
bulletin-no-meeting = 没有找到会议内容。请从标题到最后一句粘贴通稿。
bulletin-cut = 文字在“{ $said }”处中断。请补全，或不读这一句。
